"""One embedded undercloud as its processes see it: where it lies, which services, which ports."""

import dataclasses

from helion_embedded.ports import HOST
from helion_embedded.state import State


@dataclasses.dataclass(frozen=True)
class Instance:
    """The data that a service needs to write its configuration and to run."""

    state: State
    ports: dict[str, int]
    services: tuple[str, ...]
    plugins: tuple[str, ...] = ()
    nodes: int = 0
    carrier_grade: bool = False
    quick: bool = False
    """Whether to wait less where a person would like to see something happen."""

    @classmethod
    def load(cls, state):
        """The instance that the supervisor saved in ``state``; KeyError if there is none yet."""
        saved = state.load()
        return cls(
            state=state,
            ports=saved["ports"],
            services=tuple(saved["services"]),
            plugins=tuple(saved["plugins"]),
            nodes=saved["nodes"],
            carrier_grade=saved.get("carrier_grade", False),
            quick=saved.get("quick", False),
        )

    def save(self):
        """Write what :meth:`load` reads into the state directory."""
        self.state.save(
            {
                "ports": self.ports,
                "services": list(self.services),
                "plugins": list(self.plugins),
                "nodes": self.nodes,
                "carrier_grade": self.carrier_grade,
                "quick": self.quick,
            }
        )

    def url(self, name):
        """Root of service ``name``: ``http://127.0.0.1:<port>``."""
        return f"http://{HOST}:{self.ports[name]}"

    @property
    def auth_url(self):
        """Keystone's v3 root."""
        return self.url("keystone") + "/v3"

    def has(self, name):
        """Whether service ``name`` is part of this instance."""
        return name in self.services
