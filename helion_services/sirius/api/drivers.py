"""The drivers of Cinder: their options and the extra specs that they read."""

from helion_services.base import policy
from helion_services.sirius import drivers
from helion_services.sirius.api import schemas

_SHOWN = ("name", "title", "driver", "kind", "protocol", "cinder", "removed", "extra_specs")


def add(views, runtime):
    """Add the views; drivers are the same for every ``runtime``."""

    @views.get("/drivers")
    @policy.require("driver:list")
    @views.output(schemas.Drivers)
    def list_drivers():
        """List the drivers of Cinder with the tables of their options."""
        return {"drivers": [as_json(driver) for driver in drivers.drivers()]}


def as_json(driver):
    """A driver as JSON."""
    options = [option | {"editable": driver.is_editable(option)} for option in driver.options]
    return {name: getattr(driver, name) for name in _SHOWN} | {"options": options}
