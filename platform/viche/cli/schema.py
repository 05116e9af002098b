"""Every table without every migration: what all migrations make is kept as SQL until one of them changes."""

import shutil
import subprocess
from pathlib import Path

from viche.cli import stack
from viche.cli.console import Console
from viche.cli.environment import inherited
from viche.cli.failures import Failure
from viche.cli.messages import say
from viche.cli.places import ROOT, STATE, Data
from viche.cli.processes import Crew
from viche.cli.services import postgres_binaries
from viche.cli.stamps import digest


def bring(crew: Crew, console: Console, data: Data, environment: dict[str, str]) -> Path:
    """Gives an empty database (DATABASE_URL in `environment`) its tables; returns the SQL that makes them."""
    kept = STATE / f"schema-{digest(sources())}.sql"
    url, own = environment["DATABASE_URL"], data.folder / "schema.sql"
    if kept.exists():
        shutil.copyfile(kept, own)  # another run may replace what is kept
        with console.step(say("step_prepare")):
            load(url, own)
        return own
    stack.prepare(crew, console, data, environment, demo=False)
    _postgres("pg_dump", "--no-owner", "--file", str(own), "--dbname", url)
    for old in STATE.glob("schema-*.sql"):
        old.unlink(missing_ok=True)
    shutil.copyfile(own, own.with_suffix(".copy"))
    own.with_suffix(".copy").replace(kept)
    return own


def sources() -> list[Path]:
    """What decides about the tables: migrations, the packages that bring others, the list of apps."""
    settings = ROOT / "platform" / "viche" / "config" / "settings.py"
    return [*stack.migrations(), *(ROOT / "requirements").glob("*.lock"), settings]


def load(url: str, file: Path) -> None:
    """Makes the tables in an empty database. Raises Failure when PostgreSQL refuses."""
    manner = ["--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1"]
    _postgres("psql", *manner, "--output", "/dev/null", "--file", str(file), "--dbname", url)


def _postgres(program: str, *words: str) -> None:
    command = [str(postgres_binaries() / program), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=inherited())
    if done.returncode != 0:
        raise Failure(say("no_schema", program=program), tail=done.stderr[-2000:])
