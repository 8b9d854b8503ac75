"""Starts ``helion-api`` and ``helion-conductor``, each a process of its own: ``python -m`` this.

Each line on its input starts one, and its process id is a line of output. A line is JSON: ``[name,
arguments, path of the log]``. This process has done the imports, which take longer than all else.
"""

import importlib
import json
import os
import signal
import sys

from helion_services.cmd import api, conductor

_MAINS = {api.NAME: api.main, conductor.NAME: conductor.main}


def main():
    importlib.import_module("helion_services.base.operations.job_board")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody reads their status
    for line in sys.stdin:
        name, arguments, log = json.loads(line)
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _live(_MAINS[name], arguments, log)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _live(command, arguments, log):
    """Be that command, and never return."""
    status = 1
    try:
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for descriptor in (1, 2):
            os.dup2(file, descriptor)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        status = command(arguments)
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
