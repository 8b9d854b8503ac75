"""Runs the groups that are named, or all; the exit status is 1 if a limit is missed."""

import importlib
import sys

from tests.bench import result

GROUPS = (
    "nodes_list",
    "pages",
    "foreign_page",
    "embedded",
    "nodes_complete",
    "operations",
    "eon",
    "sherpa",
    "rollout",
    "sirius",
    "keep",
    "large_bodies",
    "healthcheck",
    "all_nodes",
    "topology",
    "watch",
)


def main(names):
    unknown = set(names) - set(GROUPS)
    if unknown:
        print(f"no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
        return 2
    failed = False
    for name in names or GROUPS:
        results = list(importlib.import_module(f"tests.bench.{name}").run())
        for each in results:
            print(each.line(), flush=True)
            failed = failed or not each.passed
        result.write(name, results)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
