"""The agent of a host that Heat deploys Cinder on, in a process of its own: see :func:`running`."""

import contextlib
import pathlib
import subprocess
import sys
import time

from tests.undercloud import Undercloud


@contextlib.contextmanager
def running(undercloud, stack, file):
    """Writes the first output of a stack to ``file`` whenever the stack has reached a new one."""
    command = [sys.executable, "-m", __name__, str(undercloud.state), stack, str(file)]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def deploy(heat, name, file):
    """Write what the stack says now and later; does not return."""
    content = ""
    while True:
        stack = heat.get(f"/stacks/{name}").json()["stack"]
        text = (stack.get("outputs") or [{}])[0].get("output_value")
        if stack["stack_status"].endswith("_COMPLETE") and text not in (None, content):
            content = text
            draft = file.with_suffix(".draft")
            draft.write_text("" if text == "none" else text)
            draft.replace(file)
        time.sleep(0.5)


if __name__ == "__main__":
    state, own_stack, own_file = sys.argv[1:]
    connection = Undercloud(state).connect("admin")
    deploy(connection.orchestration, own_stack, pathlib.Path(own_file))
