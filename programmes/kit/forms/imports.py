"""Import of definitions of forms: of one by a command, of those of the programmes with migrations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from programmes.kit.forms.models import FormDefinition
from programmes.kit.forms.services import import_form
from viche.kernel.actor import Actor
from viche.kernel.api.strict import parse_json

PROGRAMMES_FOLDER = Path(__file__).parents[2]


def read_definition(path: Path) -> Any:
    """Return what a file holds. Raises OSError, Malformed."""
    return parse_json(path.read_bytes())


def list_registered_files() -> Iterator[Path]:
    """Return the files of the programmes, the earlier versions first."""
    yield from sorted(PROGRAMMES_FOLDER.glob("*/forms/*-*.json"))


def import_registered_forms(**_signal: Any) -> None:
    """Import the forms of the programmes, after migrations. Raises when a file has a fault."""
    if FormDefinition._meta.db_table not in connection.introspection.table_names():
        return  # migrated backwards
    for path in list_registered_files():
        import_form(actor=Actor.for_system("import_form"), content=read_definition(path))
