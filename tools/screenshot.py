"""Takes the screenshots of the documentation from a running demo, with Chromium.

``python tools/screenshot.py`` finds the demo by ``.undercloud/endpoints.json`` and writes PNG
files of 1280 pixels' width into ``doc/source/images``. Those of Scale, Overcloud and Operations
need an overcloud, that of one operation is of the newest that removed a server, and those of ESX
need a registered vCenter with an activated cluster and an imported one; those of Storage need an
array, a StoreVirtual cluster, applied back ends, volume types and QoS specs. The topology's are of
a demo with ``--carrier-grade``, and those called ``-1000`` of one with ``--nodes 1000``, too. Names
of pictures may be given, to take only those.
"""

import argparse
import json
import pathlib
import sys

import chromium
import pictures

ROOT = pathlib.Path(__file__).resolve().parent.parent
LARGEST = 200_000  # bytes; a repository keeps every picture for ever


def main():
    options = _parser().parse_args()
    url = (options.url or _of_demo(options.state)).rstrip("/")
    options.output.mkdir(parents=True, exist_ok=True)
    with chromium.browser() as driver:
        chromium.sign_in(driver, url, options.user, options.password)
        failed = [
            name
            for name in options.names or pictures.PICTURES
            if not _save(driver, url, options, pictures.ALL[name], name)
        ]
    return f"too large: {', '.join(failed)}" if failed else 0


def _save(driver, url, options, take, name):
    """Take one picture; whether it is small enough."""
    chromium.size(driver)
    take(driver, url)
    # The menu at the side slides, and the pointer must not light anything up.
    driver.execute_script("document.activeElement?.blur()")
    chromium.until(driver, "document.getAnimations().every((one) => one.playState !== 'running')")
    path = options.output / f"{name}.png"
    driver.save_screenshot(str(path))
    size = path.stat().st_size
    print(f"{path} {size // 1024} KB")
    return size <= LARGEST


def _of_demo(state):
    try:
        return json.loads((state / "endpoints.json").read_text())["dashboard"]
    except FileNotFoundError:
        sys.exit(f"nothing runs in {state}: start the demo, or give --url")


def _parser():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(pictures.ALL)}")
    parser.add_argument("--url", help="where Horizon is, instead of the demo's")
    parser.add_argument("--state", type=pathlib.Path, default=ROOT / ".undercloud", metavar="DIR")
    parser.add_argument("--user", default="admin")
    parser.add_argument("--password", default="embedded")
    parser.add_argument(
        "--output", type=pathlib.Path, default=ROOT / "doc" / "source" / "images", metavar="DIR"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
