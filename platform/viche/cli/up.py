"""`./viche up`: everything that a development stack needs, under one supervisor."""

import argparse
import concurrent.futures
from pathlib import Path

from viche.cli import frontend, running, stack
from viche.cli.console import Console
from viche.cli.environment import preferred
from viche.cli.failures import failed_step
from viche.cli.install import install
from viche.cli.messages import language, say
from viche.cli.network import LOOPBACK, check_port
from viche.cli.places import ROOT, STATE, Data, check_space, check_writable
from viche.cli.processes import Crew, Program
from viche.cli.signals import Stop, on_second
from viche.cli.stack import Address
from viche.cli.stamps import is_done, note_done
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
        # A known database needs no change: the web server starts while that is confirmed.
        mark = stack.schema_mark(reach)
        known = is_done(data.settled, mark)
        if not known:
            stack.prepare(crew, console, data, bare, demo=demo)
        environment = preferred(stack.settings(data, reach, building.result(), address, demo=demo))
        with console.step(say("step_web")):
            server = crew.start(stack.web(data, environment, address))
            if known:
                stack.prepare(crew, console, data, bare, demo=demo)
            note_done(data.settled, mark)
            children += [server, crew.start(stack.worker(data, environment))]
            sign_ins = _sign_ins(crew, data, environment) if demo else ""
            stack.wait_ready(address, server)
        _greet(console, address, sign_ins)
        supervisor = Supervisor(crew, console, children)
        try:
            supervisor.watch()
        except Stop:
            on_second(crew.kill_all)
            console.line(say("stopping"))
            supervisor.stop()
            console.line(say("stopped", folder=data.folder))


def _greet(console: Console, address: Address, sign_ins: str) -> None:
    console.line()
    console.line(say("ready", address=address.url))
    if sign_ins:
        console.line(sign_ins)
        if address.host not in LOOPBACK:
            console.line(say("open_demo", host=address.host))
    console.line(say("stop_hint"))


def _sign_ins(crew: Crew, data: Data, environment: dict[str, str]) -> str:
    """Who can sign in without a password. They live as long as the data, so this is asked once."""
    kept = data.folder / f"sign-ins.{language()}.txt"
    if not kept.exists():
        fresh = kept.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        command = stack.manage("demo_sign_ins", "--language", language())
        program = Program("demo_sign_ins", command, log=fresh, environment=environment, folder=ROOT)
        if crew.run(program) != 0:
            raise failed_step(say("step_web"), fresh)
        fresh.replace(kept)
    return kept.read_text().rstrip()
