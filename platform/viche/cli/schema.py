"""A cache of the schema as SQL, so that tests need not run all migrations until one of them changes."""

import shutil
import subprocess
from pathlib import Path

from viche.cli import stack
from viche.cli.console import Console
from viche.cli.environment import inherit_variables
from viche.cli.failures import Failure
from viche.cli.messages import say
from viche.cli.places import ROOT, STATE, Data
from viche.cli.processes import Crew
from viche.cli.services import find_postgres_binaries
from viche.cli.stamps import digest


def prepare_schema(crew: Crew, console: Console, data: Data, environment: dict[str, str]) -> Path:
    """Create the tables in an empty database (DATABASE_URL in `environment`); return the SQL file."""
    kept = STATE / f"schema-{digest(list_sources())}.sql"
    url, own = environment["DATABASE_URL"], data.folder / "schema.sql"
    if kept.exists():
        shutil.copyfile(kept, own)  # another run may replace the cached file
        with console.step(say("step_prepare")):
            load_schema(url, own)
        return own
    stack.prepare(crew, console, data, environment, demo=False)
    _run_postgres_tool("pg_dump", "--no-owner", "--file", str(own), "--dbname", url)
    for old in STATE.glob("schema-*.sql"):
        old.unlink(missing_ok=True)
    shutil.copyfile(own, own.with_suffix(".copy"))
    own.with_suffix(".copy").replace(kept)
    return own


def list_sources() -> list[Path]:
    """Return what determines the tables: migrations, what they import, locked packages, the list of apps."""
    settings = ROOT / "platform" / "viche" / "config" / "settings.py"
    forms = sorted((ROOT / "programmes").glob("*/forms/*.json"))
    return [*stack.list_migrations(), *forms, *(ROOT / "requirements").glob("*.lock"), settings]


def load_schema(url: str, file: Path) -> None:
    """Create the tables in an empty database. Raises Failure when PostgreSQL refuses."""
    manner = ["--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1"]
    _run_postgres_tool("psql", *manner, "--output", "/dev/null", "--file", str(file), "--dbname", url)


def _run_postgres_tool(program: str, *words: str) -> None:
    command = [str(find_postgres_binaries() / program), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=inherit_variables())
    if done.returncode != 0:
        raise Failure(say("no_schema", program=program), tail=done.stderr[-2000:])
