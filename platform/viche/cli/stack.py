"""The programs of one stack, and their start order."""

import http.client
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from viche.cli import services
from viche.cli.console import Console
from viche.cli.failures import Failure, build_step_failure, tail_of
from viche.cli.messages import say
from viche.cli.network import LOOPBACK, list_origins
from viche.cli.places import PYTHON, ROOT, SOURCES, Data
from viche.cli.preparation import Preparation
from viche.cli.processes import Child, Crew, Program, Words, wait_until
from viche.cli.running import secret_of
from viche.cli.stamps import digest

SERVICE_TIMEOUT = 30.0  # seconds for a database or Valkey
READY_TIMEOUT = 90.0  # seconds for the web server
FRAME_LIMIT = 65_536  # bytes of a websocket frame


@dataclass(frozen=True, slots=True)
class Address:
    """The address of the web server."""

    host: str = "127.0.0.1"
    port: int = 8000

    @property
    def url(self) -> str:
        """Return the URL for a browser, with a host name: passkeys refuse bare IP addresses."""
        name = "localhost" if self.host in (*LOOPBACK, "0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{name}:{self.port}"


def start_services(
    data: Data, crew: Crew, console: Console, *, private: bool = False, durable: bool = True
) -> tuple[dict[str, str], list[Child]]:
    """Start the database and Valkey unless the environment names them.

    Private ones (of tests) always. Only a private database may be non-durable. Returns the variables that
    point to them, and what was started.
    """
    database = services.prepare_database(data, crew, console, private=private, durable=durable)
    valkey = services.prepare_valkey(data, private=private)
    children = []
    for service, step in ((database, say("step_database")), (valkey, say("step_valkey"))):
        if service.program is not None:
            with console.step(step):
                children.append(_start_service(service, service.program, crew, step))
    return {"DATABASE_URL": database.url, "REDIS_URL": valkey.url}, children


def build_settings(
    data: Data, reach: Mapping[str, str], front_end: Path | None, address: Address, *, demo: bool
) -> dict[str, str]:
    """Return the variables of every Django process of a development stack."""
    return {
        "VICHE_MODE": "development",
        "VICHE_SECRET_KEY": secret_of(data),
        "VICHE_SEALING_KEY": secret_of(data, "sealing-key"),
        "VICHE_ORIGINS": ",".join(list_origins(address.host, address.port)),
        "VICHE_DATA": str(data.folder),
        "VICHE_DEMO": "1" if demo else "0",
        "PYTHONUNBUFFERED": "1",
        **({"VICHE_FRONTEND": str(front_end)} if front_end else {}),
        **reach,
    }


def build_manage_command(*arguments: str) -> Words:
    """Return the command line of a Django management command."""
    return [PYTHON, ROOT / "manage.py", *arguments]


def prepare(crew: Crew, console: Console, data: Data, environment: dict[str, str], *, demo: bool) -> None:
    """Migrate, and load the demo community into an empty database."""
    preparation = Preparation(crew, console, data, environment, demo=demo)
    preparation.wait_migrated()
    preparation.wait_loaded()


def compute_schema_mark(reach: Mapping[str, str]) -> str:
    """Return a digest of this database and of all migrations."""
    return digest(list_migrations(), reach["DATABASE_URL"])


def list_migrations() -> list[Path]:
    """Return all our migrations."""
    return [path for source in SOURCES for path in (ROOT / source).glob("**/migrations/*.py")]


def build_web_program(data: Data, environment: dict[str, str], address: Address) -> Program:
    """Return the ASGI server program."""
    return Program(
        "web",
        build_asgi_command("viche.config.asgi:application", address),
        log=data.logs / "web.log",
        environment=environment,
        folder=ROOT,
        grace=8.0,
    )


def build_asgi_command(application: str, address: Address) -> Words:
    """Return the command line of one server process for an ASGI application."""
    listen = ["--host", address.host, "--port", str(address.port), "--no-proxy-headers", "--no-server-header"]
    sockets = [
        "--ws",
        "websockets-sansio",
        "--ws-max-size",
        str(FRAME_LIMIT),
        "--ws-per-message-deflate",
        "false",
    ]
    manner = ["--lifespan", "auto", "--no-access-log", "--timeout-graceful-shutdown", "3"]
    return [PYTHON, "-m", "uvicorn", application, *listen, *sockets, *manner]


def build_worker_program(data: Data, environment: dict[str, str]) -> Program:
    """Return the Celery worker program with embedded beat."""
    # Beat keeps its state in memory: every tick is idempotent, and a file would break on a full disk.
    beat = ["-B", "--scheduler", "celery.beat:Scheduler"]
    options = [
        "-P",
        "threads",
        "--concurrency",
        "4",
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "INFO",
    ]
    return Program(
        "worker",
        [PYTHON, "-m", "celery", "-A", "viche.config", "worker", *options, *beat],
        log=data.logs / "worker.log",
        environment=environment,
        folder=ROOT,
        grace=8.0,
    )


def wait_ready(address: Address, child: Child, seconds: float = READY_TIMEOUT) -> None:
    """Wait until /readyz succeeds. Raises Failure with the end of the log on exit or timeout."""
    log = child.program.log or Path()
    if not wait_until(lambda: child.has_ended() or is_ready(address), time.monotonic() + seconds):
        sentence = say("not_ready", address=address.url, seconds=int(seconds), log=log)
        raise Failure(sentence, tail=tail_of(log))
    if child.has_ended():
        raise build_step_failure(say("step_web"), log)


def is_listening(host: str, port: int) -> bool:
    """Return whether a server accepts connections there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as client:
        return client.connect_ex((host, port)) == 0


def is_ready(address: Address) -> bool:
    """Return whether the server there answers and has its database."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104
    connection = http.client.HTTPConnection(host, address.port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{address.port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _start_service(service: services.Service, program: Program, crew: Crew, step: str) -> Child:
    child = crew.start(program)
    answered = wait_until(lambda: child.has_ended() or service.answers(), time.monotonic() + SERVICE_TIMEOUT)
    if answered and not child.has_ended():
        return child
    failure = build_step_failure(step, program.log or Path())
    raise failure if failure.known or not service.trouble else Failure(service.trouble, tail=failure.tail)
