from django.test import override_settings

from helion_dashboard import checks
from helion_dashboard.kit.topology import layouts


def test_a_site_made_by_enable_is_fine():
    assert checks.policy_is_loaded(None) == []
    assert checks.session_stays_on_the_server(None) == []


def test_missing_policy_files_are_named():
    with override_settings(POLICY_FILES={}, DEFAULT_POLICY_FILES={"helion": "/nowhere.yaml"}):
        findings = checks.policy_is_loaded(None)
    assert [(e.id, bool(e.hint)) for e in findings] == [
        ("helion.E001", True),
        ("helion.E002", True),
    ]


def test_sessions_in_cookies_are_warned_of():
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        assert [e.id for e in checks.session_stays_on_the_server(None)] == ["helion.W001"]


def test_a_wrong_layout_is_said_with_its_line(tmp_path):
    (tmp_path / "mine.yaml").write_text("id: mine\ntitle: 3\n")
    layouts._load.cache_clear()
    with override_settings(HELION_DASHBOARD={"TOPOLOGY_LAYOUTS": str(tmp_path)}):
        findings = checks.layouts_can_be_read(None)
    assert "mine.yaml:2: Expected a string; put it in quotes." in [e.msg for e in findings]
    assert {e.id for e in findings} == {"helion.W002"}
    assert checks.layouts_can_be_read(None) == []
