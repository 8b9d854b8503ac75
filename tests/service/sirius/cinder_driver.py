"""Cinder's own volume driver in a process of its own, which does what the lines on stdin say.

``python -m tests.service.sirius.cinder_driver SECTION FILE...``: the driver of a back end of the
configuration files. Each line is JSON, ``[step, arguments]``; each answer is a line of JSON,
``{"result"}`` or ``{"error"}``.
"""

import json
import sys
import uuid

CONNECTOR = {
    "host": "compute-1",
    "initiator": "iqn.1993-08.org.debian:01:5c1d2e3f",
    "wwpns": ["10009440c9d3a0f1"],
    "multipath": True,
}


class Driver:
    """The driver, with a volume and a snapshot of it."""

    def __init__(self, section, files):
        from cinder import objects

        # Modules of Cinder name these in annotations, so they come before other imports.
        objects.register_all()
        from cinder import context, coordination
        from cinder.volume import configuration, manager
        from oslo_config import cfg
        from oslo_utils import importutils

        cfg.CONF([f"--config-file={file}" for file in files], project="cinder")
        coordination.COORDINATOR.start()
        options = configuration.Configuration(manager.volume_backend_opts, config_group=section)
        self._driver = importutils.import_object(
            options.volume_driver, configuration=options, host=f"undercloud@{section}"
        )
        self._context = context.get_admin_context()
        self._volume = _filled(
            objects.Volume,
            self._context,
            display_name="first",
            size=1,
            host=f"undercloud@{section}#{options.hpe3par_cpg[0]}",
            multiattach=False,
        )
        self._snapshot = _filled(
            objects.Snapshot,
            self._context,
            display_name="of the first",
            volume_id=self._volume.id,
            volume=self._volume,
        )

    def set_up(self):
        self._driver.do_setup(self._context)
        self._driver.check_for_setup_error()

    def options(self):
        """The names of all options that the section may have."""
        common = {"volume_driver", "volume_backend_name"}
        return sorted(common | {option.name for option in self._driver.get_driver_options()})

    def stats(self):
        return self._driver.get_volume_stats(refresh=True)

    def create(self):
        self._driver.create_volume(self._volume)

    def extend(self, size):
        self._driver.extend_volume(self._volume, size)
        self._volume.size = size

    def attach(self):
        exported = self._driver.create_export(self._context, self._volume, CONNECTOR)
        self._volume.provider_auth = (exported or {}).get("provider_auth")
        return self._driver.initialize_connection(self._volume, dict(CONNECTOR))

    def detach(self):
        self._driver.terminate_connection(self._volume, dict(CONNECTOR))

    def create_snapshot(self):
        self._driver.create_snapshot(self._snapshot)

    def delete_snapshot(self):
        self._driver.delete_snapshot(self._snapshot)

    def delete(self):
        self._driver.delete_volume(self._volume)


def _filled(cls, context, **values):
    """An object as a database has it: with all fields, empty but for ``values``."""
    empty = {
        name: {} if name.endswith("metadata") else None
        for name, field in cls.fields.items()
        if field.nullable
    }
    return cls(context, **empty | {"id": str(uuid.uuid4())} | values)


def main(section, *files):
    """Answer to each line until there are no more."""
    answers, sys.stdout = sys.stdout, sys.stderr
    driver = Driver(section, files)
    for line in sys.stdin:
        step, arguments = json.loads(line)
        try:
            answer = {"result": getattr(driver, step)(*arguments)}
        except Exception as exc:
            answer = {"error": f"{type(exc).__name__}: {exc}"}
        print(json.dumps(answer, default=str), file=answers, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
