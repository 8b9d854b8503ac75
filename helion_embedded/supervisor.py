"""Starts, monitors, restarts and ends child processes, and no others.

It is independent of OpenStack. A :class:`Program` defines a process; :meth:`Supervisor.run` runs
one to its end, :meth:`Supervisor.serve` keeps one running.
"""

import asyncio
import contextlib
import dataclasses
import os
import pathlib
import signal
import time
from collections.abc import Awaitable, Callable

from helion_embedded import probe

TAIL = 20  # lines of a log that are shown when its process fails
_WIDTH = 200  # characters of such a line
_POLL = 0.2  # seconds between two looks at a process
_GRACE = 5.0  # seconds between SIGTERM and SIGKILL
_STEADY = 60.0  # seconds after which a crash counts as the first one again
_LONGEST_PAUSE = 30.0  # seconds


@dataclasses.dataclass(frozen=True)
class Program:
    """What to run. ``url`` answers once it is ready; None for what runs to its end.

    ``ca`` is the file with the authority to trust there.
    """

    name: str
    command: tuple[str, ...]
    log: pathlib.Path
    environment: dict[str, str]
    folder: pathlib.Path
    url: str | None = None
    ca: pathlib.Path | None = None
    ready_timeout: float = 180.0


class ProgramError(Exception):
    """A program ended, or never became ready. The text ends with the tail of its log."""

    def __init__(self, name, reason, tail):
        super().__init__(f"{name} {reason}" + "".join(f"\n    {line}" for line in tail))
        self.name = name


class Child:
    """One process of a program, and what is known about it."""

    def __init__(self, program):
        self.program = program
        self.process = None
        self.ready_seconds = None
        self._began = 0.0
        self._log_offset = 0

    @property
    def pid(self):
        """Its process number, or None while it does not run."""
        return self.process.pid if self.running else None

    @property
    def running(self):
        """Whether the process exists."""
        return self.process is not None and self.process.returncode is None

    @property
    def age(self):
        """Seconds since it was started."""
        return time.monotonic() - self._began

    async def start(self, stdout=None):
        """Start the process; its output goes to the log (``stdout`` may redirect that half)."""
        self._began = time.monotonic()
        self.ready_seconds = None
        with self.program.log.open("ab") as log:
            self._log_offset = log.tell()
            self.process = await asyncio.create_subprocess_exec(
                *self.program.command,
                env=self.program.environment,
                cwd=self.program.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=stdout or log,
                stderr=log,
                # Its own session: Ctrl-C at the terminal reaches the supervisor alone, and all
                # that the child starts can be ended with it.
                start_new_session=True,
            )

    async def wait_until_ready(self):
        """Return when its URL answers. Raises :class:`ProgramError` if that does not happen."""
        while not await probe.answers(self.program.url, self.program.ca):
            if not self.running:
                raise self.failure()
            if self.age > self.program.ready_timeout:
                raise ProgramError(
                    self.program.name, f"was not ready after {self.age:.0f} s", self.tail()
                )
            await asyncio.sleep(_POLL)
        self.ready_seconds = self.age

    async def end(self):
        """End the process and all it started: SIGTERM, after a grace period SIGKILL."""
        for signal_number, patience in ((signal.SIGTERM, _GRACE), (signal.SIGKILL, None)):
            if not self.running:
                return
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal_number)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.process.wait(), patience)

    def failure(self):
        """The :class:`ProgramError` for a process that ended."""
        code = self.process.returncode
        how = f"exited with status {code}"
        if code < 0:
            how = f"was ended by {signal.Signals(-code).name}"
        return ProgramError(self.program.name, f"{how}, see {self.program.log}", self.tail())

    def tail(self):
        """The last lines of its log, from this start on."""
        with self.program.log.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_offset, size - 64 * 1024))
            lines = log.read().decode(errors="replace").splitlines()
        return [line[:_WIDTH] for line in lines[-TAIL:]]


class Supervisor:
    """Owns children. ``say`` gets progress lines, ``changed`` is called when one comes or goes.

    ``hold(name)`` is the path of a marker file: while it exists, that program is kept down.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        hold: Callable[[str], pathlib.Path],
        changed: Callable[[], None] = lambda: None,
    ):
        self.children: dict[str, Child] = {}
        self._say = say
        self._hold = hold
        self._changed = changed
        self._jobs: set[Child] = set()
        self._keepers: list[asyncio.Task] = []

    async def run(self, program, relay=None):
        """Run ``program`` to its end. ``relay`` gets each line of its standard output.

        Raises :class:`ProgramError` if it fails.
        """
        child = Child(program)
        self._jobs.add(child)
        try:
            await child.start(stdout=asyncio.subprocess.PIPE if relay else None)
            if relay:
                async for line in child.process.stdout:
                    relay(line.decode(errors="replace").rstrip())
            if await child.process.wait():
                raise child.failure()
        finally:
            await child.end()
            self._jobs.discard(child)

    async def serve(self, program, before: Callable[[], Awaitable[None]] | None = None):
        """Start ``program``, wait until it is ready, and keep it running from then on.

        ``before`` is awaited before each start. Raises :class:`ProgramError` if this first start
        fails; later failures are reported and the program is restarted.
        """
        child = Child(program)
        if before:
            await before()
        self.children[program.name] = child
        await child.start()
        await child.wait_until_ready()
        self._keepers.append(asyncio.create_task(self._keep(child, before)))

    async def stop(self):
        """End all children, together, and wait until they are gone."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(child.end() for child in (*self.children.values(), *self._jobs)))

    async def _keep(self, child, before):
        """Hold down and restart, until cancelled."""
        name, marker = child.program.name, self._hold(child.program.name)
        failures = 0
        while True:
            while child.running and not marker.exists():
                await asyncio.sleep(_POLL)
            if marker.exists():
                await child.end()
                self._say(f"{name} is held down")
                self._changed()
                while marker.exists():
                    await asyncio.sleep(_POLL)
                failures = 0
            else:
                failures = 1 if child.age > _STEADY else failures + 1
                pause = min(2.0 ** (failures - 1), _LONGEST_PAUSE)
                self._say(f"{child.failure()}\n    restart in {pause:.0f} s")
                self._changed()
                await asyncio.sleep(pause)
            await self._restart(child, before)

    async def _restart(self, child, before):
        try:
            if before:
                await before()
            await child.start()
            self._changed()
            await child.wait_until_ready()
        except ProgramError as error:
            if child.running:
                self._say(str(error))
                await child.end()
            return
        self._say(f"{child.program.name} is up again after {child.ready_seconds:.1f} s")
        self._changed()
