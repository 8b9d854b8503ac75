from tests.unit.dashboard.panel_pages import everything_allowed  # noqa: F401
