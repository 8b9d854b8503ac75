"""The command ``helion-embedded``."""

import argparse
import asyncio
import json
import os
import signal
import sys
import time

from helion_embedded import openstack, pidfile, ports, probe, report, state
from helion_embedded.instance import Instance
from helion_embedded.openstack import backups, horizon
from helion_embedded.state import State, StateError
from helion_embedded.undercloud import Undercloud

MOST_NODES = 10_000
DEFAULT_PLUGINS = ("heat_dashboard",)
_PATIENCE = 60.0  # seconds that down, stop and start wait


def main(arguments=None):
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        result = options.command(State(options.state), options)
        sys.stdout.flush()  # here, where it can be answered, and not when Python ends
        return result
    except BrokenPipeError:
        # Whoever reads has read enough, as "| head -1" does. Python itself flushes once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except (StateError, ValueError) as error:
        print(f"helion-embedded: {error}", file=sys.stderr)
        return 1


def up(where, options):
    """Start and stay in the foreground."""
    if options.fresh and where.root.exists():
        _refuse_if_running(where)
        where.remove()
    os.umask(0o077)  # whatever the children write is their owner's alone
    services, notes = openstack.possible(openstack.select(options.only), options.only or ())
    if "helion" in services and backups.missing():
        notes.append(backups.missing())
    horizon.find_plugins(options.plugins)  # raises for a wish that cannot be met
    where.create()
    with where.locked():
        remembered = where.load()
        instance = Instance(
            state=where,
            ports=ports.allocate(
                [port for each in openstack.SERVICES.values() for port in each.port_names],
                remembered.get("ports", {}),
                base=options.port_base,
                seed=str(where.root),
            ),
            services=services,
            plugins=options.plugins,
            nodes=max(options.nodes, remembered.get("nodes", 0)),
            carrier_grade=options.carrier_grade or remembered.get("carrier_grade", False),
            quick=options.quick,
        )
        instance.save()
        return asyncio.run(_run(instance, notes))


async def _run(instance, notes):
    return await Undercloud(instance, notes).run()


def down(where, _options):
    """End a running instance and wait until it is gone."""
    identity = pidfile.read(where.pid_file) if where.is_locked() else None
    process = identity.process() if identity else None
    if process is None:
        print(f"nothing runs in {where.root}")
        return 0
    process.terminate()
    _wait_until(lambda: not where.is_locked(), "it does not end")
    return 0


def reset(where, options):
    """End a running instance and remove its state."""
    if not where.is_ours():
        raise StateError(f"{where.root} does not look like a state directory: nothing removed")
    down(where, options)
    where.remove()
    print(f"removed {where.root}")
    return 0


def status(where, options):
    """Print a table; 0 if all services are up."""
    content = report.read(where) if where.is_locked() else None
    if content is None:
        print(f"nothing runs in {where.root}")
        return 1
    healthy = asyncio.run(_healthy(content["services"]))
    if options.json:
        print(json.dumps(content | {"healthy": healthy}, indent=2))
    else:
        print(f"{'NAME':10} {'STATE':6} {'PID':>8} {'MIB':>6}  URL")
        for name, service in content["services"].items():
            pid = service["pid"]
            print(
                f"{name:10} {'up' if healthy[name] else 'DOWN':6} {pid or '-':>8}"
                f" {report.memory_mib(pid) if pid else 0:>6}  {service['url']}"
            )
    return 0 if all(healthy.values()) else 1


def stop(where, options):
    """Hold services of a running instance down."""
    for name in options.names:
        _running_service(where, name)
    for name in options.names:
        where.hold(name).touch()
    for name in options.names:
        _wait_until(lambda each=name: not _running_service(where, each)["pid"], "it does not end")
    return 0


def start(where, options):
    """Bring services that were held down back, and wait until they answer."""
    services = [_running_service(where, name) for name in options.names]
    for name in options.names:
        where.hold(name).unlink(missing_ok=True)
    for service in services:
        _wait_until(lambda each=service: _answers(each), "it does not answer")
    return 0


async def _healthy(services):
    answers = await asyncio.gather(
        *(probe.answers(s["health"], s.get("ca")) for s in services.values())
    )
    return dict(zip(services, answers, strict=True))


def _answers(service):
    return probe.answers_now(service["health"], service.get("ca"))


def _running_service(where, name):
    content = report.read(where) if where.is_locked() else None
    if content is None:
        raise StateError(f"nothing runs in {where.root}")
    if name not in content["services"]:
        raise StateError(f"no service {name} (running: {', '.join(content['services'])})")
    return content["services"][name]


def _refuse_if_running(where):
    if where.is_locked():
        raise StateError(f"an embedded undercloud already runs in {where.root}")


def _wait_until(condition, complaint):
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise StateError(complaint)
        time.sleep(0.1)


def _names(text):
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _count(text):
    count = int(text)
    if not 0 <= count <= MOST_NODES:
        raise argparse.ArgumentTypeError(f"must be between 0 and {MOST_NODES}")
    return count


def _parser():
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--state",
        default=state.DEFAULT,
        metavar="DIR",
        help="where everything is kept (default: %(default)s)",
    )
    parser = argparse.ArgumentParser(
        prog="helion-embedded",
        description="An undercloud of real OpenStack services on loopback, in one command.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name, function):
        command = commands.add_parser(
            name, parents=[common], help=function.__doc__, description=function.__doc__
        )
        command.set_defaults(command=function)
        return command

    command = add("up", up)
    command.add_argument(
        "--nodes", type=_count, default=12, metavar="N", help="bare-metal nodes to seed (12)"
    )
    command.add_argument(
        "--carrier-grade", action="store_true", help="seed the networks of Carrier Grade too"
    )
    command.add_argument(
        "--only", type=_names, metavar="A,B", help="start these services and what they need"
    )
    command.add_argument(
        "--plugins",
        type=_names,
        default=tuple(filter(horizon.is_installed, DEFAULT_PLUGINS)),
        metavar="A,B",
        help=f"further installed Horizon plugins, by package ({','.join(DEFAULT_PLUGINS)})",
    )
    command.add_argument(
        "--port-base", type=int, metavar="P", help="use ports P, P+1, ... (default: free ones)"
    )
    command.add_argument(
        "--quick", action="store_true", help="short delays and frequent looks, as tests like it"
    )
    command.add_argument("--fresh", action="store_true", help="remove the old state first")
    add("down", down)
    add("status", status).add_argument(
        "--json", action="store_true", help="endpoints.json plus what is healthy"
    )
    add("reset", reset)
    for name, function in (("stop", stop), ("start", start)):
        add(name, function).add_argument("names", metavar="NAME", nargs="+", help="services")
    return parser


if __name__ == "__main__":
    sys.exit(main())
