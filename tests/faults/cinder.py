"""The overcloud's Cinder, which reads the file that an operation hands over."""

import configparser


class Cinder:
    """Its scheduler sees the pools of a section as soon as the section is in the file."""

    def __init__(self, file):
        self._file = file

    def __call__(self, verb, path, query, body):
        answers = {
            "/v3/scheduler-stats/get_pools": self._pools,
            "/v3/os-services": self._services,
            "/v3": self._versions,
        }
        return 200, answers[path.rstrip("/")]()

    def world(self):
        """What Cinder is configured with."""
        folder = self._file.parent
        files = {path.name: path.read_text() for path in sorted(folder.iterdir())}
        return {"Cinder's configuration": files}

    def _sections(self):
        parser = configparser.RawConfigParser(default_section="")
        parser.read(self._file)
        return {name: dict(parser[name]) for name in parser.sections() if name != "DEFAULT"}

    def _pools(self):
        rows = [
            {
                "name": f"control-0@{name}#{options['hpe3par_cpg']}",
                "capabilities": {"total_capacity_gb": 100.0},
            }
            for name, options in self._sections().items()
        ]
        return {"pools": rows}

    def _services(self):
        return {
            "services": [{"host": f"control-0@{name}", "state": "up"} for name in self._sections()]
        }

    def _versions(self):
        links = [{"rel": "self", "href": "http://overcloud-cinder.test/v3/"}]
        version = {"id": "v3.0", "status": "CURRENT", "links": links, "version": "3.70"}
        return {"versions": [version | {"min_version": "3.0"}]}
