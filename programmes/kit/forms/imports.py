"""Import of definitions of forms: of one by a command, of those of the programmes with migrations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from programmes.kit.forms.definitions import check_definition
from programmes.kit.forms.models import FormDefinition
from viche.kernel.actor import Actor
from viche.kernel.api.strict import parse_json
from viche.kernel.errors import Conflict
from viche.kernel.services import Reason, service

PROGRAMMES_FOLDER = Path(__file__).parents[2]


@service(Reason.SYSTEM)
def import_form(*, actor: Actor, content: Any) -> tuple[FormDefinition, bool]:
    """Import a definition. Return it, and whether it is new.

    Raises Invalid with the place of each fault, Conflict for another text of a version that is there.
    """
    check_definition(content)
    known, is_new = FormDefinition.objects.get_or_create(
        name=content["name"], version=content["version"], defaults={"content": content}
    )
    if known.content != content:
        words = _("This version was imported with another text. Give the new text the next version.")
        raise Conflict("form_version_known", words)
    return known, is_new


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
