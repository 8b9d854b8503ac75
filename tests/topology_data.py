"""The Topology's data for an undercloud of any size, as JSON for tests of the drawing.

``python -m tests.topology_data COUNT [LAYOUT] [--open ROW ...] [--sound]``
"""

import argparse
import json
import os
import sys

import django

LINKS = {"node": "/admin/uc_nodes/ID/", "network": "/admin/networks/ID/detail"}


def data(count, layout="kvm", opened=(), faults=True):
    """The data of a picture; Django must be set up."""
    from helion_dashboard.kit.topology import layouts, picture
    from helion_dashboard.kit.topology.query import Query
    from tests import topology_live

    by_id = layouts.load().layouts
    live = topology_live.live(by_id[layout], count, faults=faults)
    drawn = picture.draw(by_id[layout], live, hosts=topology_live.hosts)
    drawing = picture.described(drawn, Query(opened=frozenset(opened)))
    drawing["layouts"] = [{"id": each.id, "title": each.title} for each in by_id.values()]
    return drawing | {"links": LINKS}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("layout", nargs="?", default="kvm")
    parser.add_argument("--open", action="append", default=[])
    parser.add_argument("--sound", action="store_true", help="without faults of wiring")
    args = parser.parse_args()
    sys.path.insert(0, "tests/site")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openstack_dashboard.settings")
    django.setup()
    drawing = data(args.count, args.layout, args.open, not args.sound)
    json.dump(drawing, sys.stdout, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
