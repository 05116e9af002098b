"""`./viche up`: a complete development stack, under one supervisor."""

import argparse
import concurrent.futures
from pathlib import Path

from viche.cli import frontend, running, stack
from viche.cli.console import Console
from viche.cli.environment import merge_variables
from viche.cli.install import install
from viche.cli.messages import say
from viche.cli.network import LOOPBACK, check_port
from viche.cli.places import STATE, Data, check_space, check_writable
from viche.cli.preparation import Preparation, sign_ins_path_of
from viche.cli.processes import Child, Crew
from viche.cli.schema_record import check_schema, record_schema
from viche.cli.signals import Stop, call_on_second_signal
from viche.cli.stack import Address
from viche.cli.stamps import is_done, record_done
from viche.cli.supervisor import Supervisor

DEFAULT_DATA = STATE / "data"
MIN_DATA_SPACE = 200  # megabytes


def run_stack(options: argparse.Namespace) -> int:
    """Start the stack and keep it running until it is asked to stop; return the exit code."""
    console = Console()
    address = Address(options.host, options.port)
    data = Data((options.data or DEFAULT_DATA).absolute())
    check_port(address.host, address.port)
    console.line(say("about"))
    # The threads end after the programs that they wait for.
    with concurrent.futures.ThreadPoolExecutor(3) as side, Crew() as crew:
        install(crew, console)
        check_writable(data.folder)
        check_space(data.folder, MIN_DATA_SPACE)
        data.prepare()
        with running.hold(data):
            check_schema(data)
            data.set_old_logs_aside()
            _run(crew, console, data, address, side, demo=not options.no_demo)
    return 0


def _run(
    crew: Crew,
    console: Console,
    data: Data,
    address: Address,
    side: concurrent.futures.Executor,
    *,
    demo: bool,
) -> None:
    building = side.submit(frontend.build, crew, console)
    reach, children = stack.start_services(data, crew, console)
    bare = merge_variables(stack.build_settings(data, reach, None, address, demo=demo))
    with running.announce_stack(data, bare):
        mark = stack.compute_schema_mark(reach)
        preparation = Preparation(crew, console, data, bare, demo=demo)
        working = side.submit(_start_worker, crew, data, bare, preparation)
        loaded = side.submit(preparation.wait_loaded)
        # A known database needs no migration: the web server starts while that is confirmed.
        if not is_done(data.settled, mark):
            working.result()
        environment = merge_variables(
            stack.build_settings(data, reach, building.result(), address, demo=demo)
        )
        with console.step(say("step_web")):
            server = crew.start(stack.build_web_program(data, environment, address))
            children += [server, working.result()]
            stack.wait_ready(address, server)
        loaded.result()
        record_done(data.settled, mark)
        _greet(console, address, sign_ins_path_of(data) if demo else None)
        _supervise(crew, console, data, children)


def _start_worker(crew: Crew, data: Data, environment: dict[str, str], preparation: Preparation) -> Child:
    """Start the worker once the tables exist; the demo may still be loading.

    The demo is one transaction: neither the server nor the worker sees any of it before it is complete.
    """
    preparation.wait_migrated()
    record_schema(data)
    return crew.start(stack.build_worker_program(data, environment))


def _supervise(crew: Crew, console: Console, data: Data, children: list[Child]) -> None:
    supervisor = Supervisor(crew, console, children)
    try:
        supervisor.watch()
    except Stop:
        call_on_second_signal(crew.kill_all)
        console.line(say("stopping"))
        supervisor.stop()
        console.line(say("stopped", folder=data.folder))


def _greet(console: Console, address: Address, people: Path | None) -> None:
    console.summary()
    console.line()
    console.line(say("ready", address=address.url))
    if people is not None:
        console.line(people.read_text().rstrip())
        if address.host not in LOOPBACK:
            console.line(say("open_demo", host=address.host))
    console.line(say("stop_hint"))
