"""A child that ends with its parent, even one that was killed and could not tell anybody."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent, number=signal.SIGKILL):
    """Ask the kernel for a signal when the process ``parent`` (a pid) ends; Linux only.

    Exits immediately if that process is already gone. A fork does not inherit this: call it again.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, number):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit("the supervisor is gone")
