"""A Horizon that asks itself for pages: ``STATE with|without`` the plugin.

``HELION_TESTS_STATIC`` is where its static files are, or are to be made.

Reads ``PATH COUNT`` lines and answers each with a line of JSON.
"""

import json
import logging
import os
import pathlib
import sys
import time


def main(state, plugin):
    site = pathlib.Path(__file__).resolve().parents[1] / "site"
    sys.path.insert(0, str(site))
    os.environ["DJANGO_SETTINGS_MODULE"] = "openstack_dashboard.settings"
    if plugin == "without":
        os.environ["HELION_TESTS_STOCK"] = "1"
    import django

    django.setup()
    # Horizon says with each page that Neutron is not there.
    logging.disable(logging.CRITICAL)
    from django.conf import settings
    from django.core.management import call_command

    if not pathlib.Path(settings.STATIC_ROOT).exists():
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("compress", force=True, verbosity=0)

    from tests.service.conftest import Browser
    from tests.undercloud import Undercloud

    undercloud = Undercloud(state)
    settings.OPENSTACK_KEYSTONE_URL = undercloud.keystone
    browser = Browser(undercloud, "admin")
    for line in sys.stdin:
        path, count = line.split()
        print(json.dumps(_measure(browser, path, int(count))), flush=True)


def _measure(browser, path, count):
    seconds = []
    for _page in range(count):
        with browser.counting() as calls:
            began = time.process_time()
            browser.page(path)
            seconds.append(time.process_time() - began)
    # The least: what the page itself costs, without what the machine did meanwhile.
    return {"seconds": min(seconds), "calls": sum(calls.values())}


if __name__ == "__main__":
    main(*sys.argv[1:])
