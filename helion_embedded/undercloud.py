"""One run of an embedded undercloud: start all services in order, keep them running, end them."""

import asyncio
import contextlib
import itertools
import operator
import os
import signal
import time

from helion_embedded import databases, launcher, logins, openstack, pidfile, report
from helion_embedded.environment import child_environment
from helion_embedded.openstack import catalogue
from helion_embedded.seed import progress
from helion_embedded.supervisor import Program, ProgramError, Supervisor


class Undercloud:
    """Runs the services of ``instance`` in the foreground; see :meth:`run`.

    ``notes`` are lines to print.
    """

    def __init__(self, instance, notes=()):
        self._instance = instance
        self._notes = notes
        self._services = [openstack.SERVICES[name] for name in instance.services]
        self._environment = child_environment(instance, self._services)
        self._supervisor = Supervisor(self._say, instance.state.hold, self._write_report)
        self._began = time.monotonic()
        self._started_at = time.time()
        self._ready_seconds = None
        self._first_start = not databases.is_complete(instance, openstack.SERVICES["keystone"])
        self._registered = asyncio.Event()
        # Everything at a start is processor work: more of it at once would only fight for cores.
        self._turn = asyncio.Semaphore(os.cpu_count() or 1)

    async def run(self):
        """Start, say READY, stay until SIGINT, SIGTERM or SIGHUP, end. Returns the exit status."""
        stopping = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        waiting = asyncio.create_task(stopping.wait())
        starting = asyncio.create_task(self._start())
        try:
            await asyncio.wait((waiting, starting), return_when=asyncio.FIRST_COMPLETED)
            if not starting.done():
                self._say("interrupted")
                return 130
            if not self._succeeded(starting):
                return 1
            self._announce()
            starting = asyncio.create_task(self._start_later())
            await waiting
            return 0
        finally:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            await self._supervisor.stop()
            self._instance.state.endpoints.unlink(missing_ok=True)
            self._say("everything is stopped")

    def _succeeded(self, starting):
        try:
            starting.result()
        except ExceptionGroup as group:
            failures, others = group.split(ProgramError)
            if others:
                raise
            for failure in failures.exceptions:
                self._say(str(failure))
            return False
        return True

    async def _start(self):
        state = self._instance.state
        pidfile.write(state.pid_file, os.getpid())
        for marker in state.holds.iterdir():
            marker.unlink()
        logins.write_clouds(state.clouds, self._instance.auth_url)
        for service in self._services:
            service.write_configuration(self._instance)
        self._write_report()
        async with asyncio.TaskGroup() as group:
            for service in filter(operator.attrgetter("awaited"), self._services):
                group.create_task(self._start_service(service))
            group.create_task(self._seed())

    async def _start_later(self):
        """Start what READY does not wait for; one that fails stops no other."""
        services = itertools.filterfalse(operator.attrgetter("awaited"), self._services)
        starts = map(self._start_service, services)
        for failure in await asyncio.gather(*starts, return_exceptions=True):
            if failure is not None:
                self._say(str(failure))

    async def _start_service(self, service):
        await self._make_databases(service)
        if service.name == "keystone":
            # The child that fills it loads its modules while Keystone loads its own.
            await asyncio.gather(self._register(service), self._serve(service))
            return
        if service.service_type:
            await self._registered.wait()
        await self._serve(service)

    async def _serve(self, service):
        async with self._turn_of(service):
            await self._supervisor.serve(
                self._program("serve", service), before=lambda: self._prepare(service)
            )
        self._write_report()
        child = self._supervisor.children[service.name]
        self._say(f"{service.name} is up after {child.ready_seconds:.1f} s")

    async def _make_databases(self, service):
        if not service.databases:
            return
        if not databases.is_complete(self._instance, service):
            async with self._turn_of(service):
                copied = await asyncio.to_thread(databases.restore, self._instance, service)
                if not copied:
                    await self._job("databases", service, "made its databases")
            if service.name != "keystone":
                if not copied:
                    await asyncio.to_thread(databases.snapshot, self._instance, service)
                databases.mark_complete(self._instance, service)
            elif copied:
                databases.mark_complete(self._instance, service)
        service.relocate(self._instance)

    async def _register(self, keystone):
        """Fill Keystone if it is new. Its databases count as complete only after that."""
        new = not databases.is_complete(self._instance, keystone)
        if new or not catalogue.is_registered(self._instance):
            await self._job("register", keystone, "has its users and catalogue")
        if new:
            await asyncio.to_thread(databases.snapshot, self._instance, keystone)
            databases.mark_complete(self._instance, keystone)
        self._registered.set()

    def _turn_of(self, service):
        """What to wait for before work starts: all others wait for Keystone, so it never does."""
        return contextlib.nullcontext() if service.name == "keystone" else self._turn

    async def _prepare(self, service):
        if not service.is_prepared(self._instance):
            await self._job("prepare", service, "is prepared")

    async def _seed(self):
        if not progress.missing(self._instance):
            return
        await self._registered.wait()
        program = self._program("seed", openstack.SERVICES["keystone"], log="seed")
        await self._supervisor.run(program, relay=lambda line: self._say(f"seed: {line}"))

    async def _job(self, job, service, done):
        began = time.monotonic()
        await self._supervisor.run(self._program(job, service, log=f"{service.name}-{job}"))
        self._say(f"{service.name} {done} in {time.monotonic() - began:.1f} s")

    def _program(self, job, service, log=None):
        state = self._instance.state
        return Program(
            name=log or service.name,
            command=tuple(launcher.command(job, service.name, state)),
            log=state.log(log or service.name),
            environment=self._environment,
            folder=state.root,
            url=service.health(self._instance),
            ca=service.ca(self._instance),
        )

    def _announce(self):
        self._ready_seconds = round(time.monotonic() - self._began, 1)
        content = self._write_report()
        for line in report.login_lines(self._instance, self._notes):
            print(line)
        kind = "first start" if self._first_start else "start"
        print(f"{kind}: {self._ready_seconds} s, memory: {content['memory_mib']} MiB")
        print(f"READY {content['dashboard'] or content['keystone']}", flush=True)

    def _write_report(self):
        content = report.endpoints(
            self._instance,
            self._supervisor.children,
            os.getpid(),
            self._started_at,
            self._ready_seconds,
            self._first_start,
        )
        report.write(self._instance, content)
        return content

    def _say(self, message):
        print(f"{report.stamp(self._began)} {message}", flush=True)
