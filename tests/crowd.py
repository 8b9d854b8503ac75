"""Idle connections to a server, from a process of its own: ``with of(2000, port):``.

They send nothing. Of its own, because they need more descriptors than a test may have.
"""

import contextlib
import resource
import socket
import subprocess
import sys

HOST = "127.0.0.1"
_PATIENCE = 60  # seconds until a connection is accepted


@contextlib.contextmanager
def of(count, port):
    """Hold ``count`` connections to a port of this machine open, as far as it lets them be."""
    command = [sys.executable, __file__, str(count), str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"open\n"
        yield
    finally:
        process.kill()
        process.wait()


def main(count, port):
    """Open them, say so, and hold them until the end of the input."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    sockets = [socket.create_connection((HOST, port), _PATIENCE) for _number in range(count)]
    sys.stdout.write("open\n")
    sys.stdout.flush()
    sys.stdin.read()
    for each in sockets:
        each.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
