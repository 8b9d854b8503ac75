"""The former name of :mod:`helion_services.overcloud`."""

import importlib
import sys

for _name in (
    "api",
    "arrive",
    "disable",
    "forget",
    "hypervisors",
    "naming",
    "patience",
    "providers",
    "services",
    "vms",
):
    _module = importlib.import_module(f"helion_services.overcloud.{_name}")
    globals()[_name] = sys.modules[f"{__name__}.{_name}"] = _module
