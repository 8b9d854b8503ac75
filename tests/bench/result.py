"""One line a benchmark, and a JSON file of a run."""

import dataclasses
import json
import pathlib
import time

FOLDER = pathlib.Path("bench-results")


@dataclasses.dataclass(frozen=True)
class Result:
    """A measured value and its limit.

    :ivar unit: ``x`` for a ratio, else ``s``, ``ms``, ``kB``, ``MiB``, ``calls``
    :ivar at_least: the value must not be below the limit, instead of not above it
    :ivar details: what it was computed from
    """

    name: str
    value: float
    limit: float
    unit: str = "x"
    at_least: bool = False
    details: dict = dataclasses.field(default_factory=dict)

    @property
    def passed(self):
        if self.at_least:
            return self.value >= self.limit
        return self.value <= self.limit

    def line(self):
        bound = ">=" if self.at_least else "<="
        verdict = "pass" if self.passed else "fail"
        return f"{self.name} {self.value:.2f}{self.unit} {bound}{self.limit:g}{self.unit} {verdict}"


def write(group, results):
    """Keep what a group measured, with its details."""
    FOLDER.mkdir(exist_ok=True)
    content = {
        "group": group,
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "results": [dict(dataclasses.asdict(r), passed=r.passed) for r in results],
    }
    (FOLDER / f"{group}.json").write_text(json.dumps(content, indent=1) + "\n")
