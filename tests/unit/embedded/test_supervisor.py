"""The supervisor with small stand-ins for services."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from helion_embedded import supervisor as supervisor_module
from helion_embedded.supervisor import Program, ProgramError, Supervisor

pytestmark = pytest.mark.slow

WEB = """
    import http.server, sys
    print("serving", flush=True)
    http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[1]), bind="127.0.0.1")
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Stage:
    """A supervisor, what it said, and programs for it."""

    def __init__(self, folder):
        self.folder = folder
        self.lines = []
        self.supervisor = Supervisor(self.lines.append, lambda name: folder / f"hold-{name}")

    def program(self, name, script, *arguments, port=None, **more):
        return Program(
            name=name,
            command=(sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)),
            log=self.folder / f"{name}.log",
            environment=dict(os.environ),
            folder=self.folder,
            url=f"http://127.0.0.1:{port}/" if port else None,
            **more,
        )

    def web(self, name="web"):
        port = free_port()
        return self.program(name, WEB, port, port=port)

    async def until(self, condition, seconds=15):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.lines
            await asyncio.sleep(0.05)

    def heard(self, text):
        return any(text in line for line in self.lines)


def on_stage(test):
    """Run an async test with a stage whose children are ended afterwards."""

    def run(tmp_path, monkeypatch):
        monkeypatch.setattr(supervisor_module, "_GRACE", 1.0)

        async def play():
            stage = Stage(tmp_path)
            try:
                await test(stage)
            finally:
                await stage.supervisor.stop()

        asyncio.run(play())

    run.__name__ = test.__name__
    run.__doc__ = test.__doc__
    return run


@on_stage
async def test_a_job_runs_to_its_end(stage):
    lines = []
    program = stage.program("job", "print('one'); print('two')")
    await stage.supervisor.run(program, relay=lines.append)
    assert lines == ["one", "two"]


@on_stage
async def test_a_failed_job_shows_the_tail_of_its_log(stage):
    program = stage.program("job", "for n in range(99): print('line', n)\nraise SystemExit(3)")
    with pytest.raises(ProgramError, match="job exited with status 3") as caught:
        await stage.supervisor.run(program)
    assert "line 98" in str(caught.value)
    assert "line 79" in str(caught.value)
    assert "line 78" not in str(caught.value)


@on_stage
async def test_the_tail_begins_with_this_start(stage):
    program = stage.program("job", "raise SystemExit('new')")
    program.log.write_text("old\n")
    with pytest.raises(ProgramError) as caught:
        await stage.supervisor.run(program)
    assert "new" in str(caught.value)
    assert "old" not in str(caught.value)


@on_stage
async def test_a_service_is_served_when_it_answers(stage):
    await stage.supervisor.serve(stage.web())
    assert stage.supervisor.children["web"].ready_seconds > 0


@on_stage
async def test_a_service_that_dies_at_its_start_is_an_error(stage):
    program = stage.program("nova", "raise SystemExit('no database')", port=free_port())
    with pytest.raises(ProgramError, match="nova exited with status 1") as caught:
        await stage.supervisor.serve(program)
    assert "no database" in str(caught.value)


@on_stage
async def test_a_service_that_never_answers_is_an_error(stage):
    program = stage.program(
        "nova", "import time; time.sleep(60)", port=free_port(), ready_timeout=0.5
    )
    with pytest.raises(ProgramError, match="not ready"):
        await stage.supervisor.serve(program)


@on_stage
async def test_a_crash_is_said_and_mended(stage):
    prepared = []

    async def prepare():
        prepared.append(1)

    await stage.supervisor.serve(stage.web(), before=prepare)
    child = stage.supervisor.children["web"]
    first = child.pid
    os.kill(first, signal.SIGKILL)
    await stage.until(lambda: stage.heard("web is up again"))
    assert stage.heard("web was ended by SIGKILL")
    assert stage.heard("serving")
    assert child.pid != first
    assert len(prepared) == 2


@on_stage
async def test_a_service_is_held_down_and_brought_back(stage):
    await stage.supervisor.serve(stage.web())
    child = stage.supervisor.children["web"]
    marker = stage.folder / "hold-web"
    marker.touch()
    await stage.until(lambda: stage.heard("web is held down"))
    assert child.pid is None
    await asyncio.sleep(0.5)
    assert child.pid is None
    marker.unlink()
    await stage.until(lambda: stage.heard("web is up again"))
    assert not stage.heard("ended by")


@on_stage
async def test_stop_ends_ours_and_nothing_else(stage):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        try:
            script = """
                import subprocess, sys
                subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            """
            port = free_port()
            program = stage.program("web", textwrap.dedent(script) + WEB_BODY, port, port=port)
            await stage.supervisor.serve(program)
            root = psutil.Process(stage.supervisor.children["web"].pid)
            family = [root, *root.children(recursive=True)]
            assert len(family) == 2
            await stage.supervisor.stop()
            _gone, alive = psutil.wait_procs(family, timeout=5)
            assert not alive
            assert other.poll() is None
        finally:
            other.stdin.close()


@on_stage
async def test_a_child_that_ignores_sigterm_is_killed(stage):
    port = free_port()
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WEB_BODY
    await stage.supervisor.serve(stage.program("web", stubborn, port, port=port))
    child = stage.supervisor.children["web"]
    await stage.supervisor.stop()
    assert not child.running


WEB_BODY = textwrap.dedent(WEB)


def test_children_die_with_a_killed_supervisor():
    """As the launcher does it: the kernel ends a child whose parent was killed."""
    child = (
        "import sys, time; from helion_embedded.parent import die_with_parent\n"
        "die_with_parent(int(sys.argv[1])); print('ready', flush=True); time.sleep(60)"
    )
    supervisor = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}, str(os.getpid())],"
        " stdout=subprocess.PIPE, start_new_session=True)\n"
        "child.stdout.readline(); print(child.pid, flush=True); child.wait()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", supervisor], stdout=subprocess.PIPE, text=True
    ) as parent:
        orphan = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    _gone, alive = psutil.wait_procs([orphan], timeout=5)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def test_a_child_whose_parent_is_gone_does_not_start():
    script = "from helion_embedded.parent import die_with_parent; die_with_parent(1)"
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert "supervisor is gone" in answer.stderr
