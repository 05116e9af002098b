"""`./viche up`: everything that a development stack needs, under one supervisor."""

import argparse
import concurrent.futures
from pathlib import Path

from viche.cli import frontend, running, stack
from viche.cli.console import Console
from viche.cli.environment import preferred
from viche.cli.install import install
from viche.cli.messages import say
from viche.cli.network import LOOPBACK, check_port
from viche.cli.places import ROOT, STATE, Data, check_space, check_writable
from viche.cli.processes import Crew, Program
from viche.cli.signals import Stop, on_second
from viche.cli.stack import Address
from viche.cli.supervisor import Supervisor

DEFAULT_DATA = STATE / "data"
SPACE_FOR_DATA = 200  # megabytes


def up(options: argparse.Namespace) -> int:
    """Starts the stack and keeps it running until it is asked to stop; returns the exit code."""
    console = Console()
    address = Address(options.host, options.port)
    data = Data((options.data or DEFAULT_DATA).absolute())
    check_port(address.host, address.port)
    console.line(say("about"))
    # The front end's thread ends after the programs that it waits for.
    with concurrent.futures.ThreadPoolExecutor(1) as side, Crew() as crew:
        install(crew, console)
        check_writable(data.folder)
        check_space(data.folder, SPACE_FOR_DATA)
        data.prepare()
        with running.hold(data):
            data.set_old_logs_aside()
            building = side.submit(frontend.build, crew, console)
            _run(crew, console, data, address, building, demo=not options.no_demo)
    return 0


def _run(
    crew: Crew,
    console: Console,
    data: Data,
    address: Address,
    building: "concurrent.futures.Future[Path]",
    *,
    demo: bool,
) -> None:
    reach, children = stack.start_services(data, crew, console)
    bare = preferred(stack.settings(data, reach, None, address, demo=demo))
    with running.announced(data, bare):
        stack.prepare(crew, console, data, bare, demo=demo)
        environment = preferred(stack.settings(data, reach, building.result(), address, demo=demo))
        with console.step(say("step_web")):
            server = crew.start(stack.web(data, environment, address))
            children += [server, crew.start(stack.worker(data, environment))]
            stack.wait_ready(address, server)
        _greet(crew, console, data, address, environment, demo=demo)
        supervisor = Supervisor(crew, console, children)
        try:
            supervisor.watch()
        except Stop:
            on_second(crew.kill_all)
            console.line(say("stopping"))
            supervisor.stop()
            console.line(say("stopped", folder=data.folder))


def _greet(
    crew: Crew, console: Console, data: Data, address: Address, environment: dict[str, str], *, demo: bool
) -> None:
    console.line()
    console.line(say("ready", address=address.url))
    if demo:
        log = data.logs / "demo_sign_ins.log"
        crew.run(
            Program(
                "demo_sign_ins", stack.manage("demo_sign_ins"), log=log, environment=environment, folder=ROOT
            )
        )
        console.line(log.read_text().rstrip())
        if address.host not in LOOPBACK:
            console.line(say("open_demo", host=address.host))
    console.line(say("stop_hint"))
