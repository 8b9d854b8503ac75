"""Start and end of a long-running process."""

import signal

from helion_services.base import config, runtime


def make_runtime(name, argv):
    """The :class:`~helion_services.base.runtime.Runtime` of a command, with its logs set up."""
    conf = config.load(argv)
    config.set_up_logging(conf, name)
    config.check(conf)
    runtime.prepare(conf)
    service_runtime = runtime.Runtime(conf)
    service_runtime.clouds.check()
    service_runtime.secrets.prepare()
    return service_runtime


def end_on_signals():
    """Raise SystemExit in the main thread for SIGTERM and Ctrl-C."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)


def _end(_number, _frame):
    raise SystemExit(0)
