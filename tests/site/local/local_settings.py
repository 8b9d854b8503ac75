"""A stock Horizon with the plugin in it, for the tests.

It is what an operator writes: site settings and one call. Where the tests have an undercloud they
point ``OPENSTACK_KEYSTONE_URL`` at it.
"""

import os
import tempfile

from helion_dashboard.settings import enable

_STATE = os.path.join(tempfile.gettempdir(), f"helion-tests-{os.getuid()}")

DEBUG = False
ALLOWED_HOSTS = ["*"]
WEBROOT = "/"
SECRET_KEY = "only for tests"
STATIC_ROOT = os.environ.get("HELION_TESTS_STATIC") or os.path.join(_STATE, "static")
OPENSTACK_KEYSTONE_URL = "http://127.0.0.1:1/v3"
# An undercloud's catalogue may name a second region, in any order.
DEFAULT_SERVICE_REGIONS = {"*": "RegionOne"}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Tests look at pages without their style sheets, so nothing has to be compiled; a benchmark has its
# own folder of compressed ones, as a real site does.
COMPRESS_ENABLED = COMPRESS_OFFLINE = "HELION_TESTS_STATIC" in os.environ
if not COMPRESS_ENABLED:
    COMPRESS_PRECOMPILERS = ()
LOGGING = {"version": 1, "disable_existing_loggers": False}
HELION_DASHBOARD = {"SHOW_ADMIN_TO_SYSTEM_READERS": True}

# A benchmark compares with the same Horizon without the plugin.
if "HELION_TESTS_STOCK" not in os.environ:
    enable(globals())
