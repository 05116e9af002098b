"""What programmes declare to their kit: a field that one programme uses belongs into that programme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from programmes.kit.registry import PROGRAMMES, ParticipantRole, Programme

WAITING: dict[str, str] = {
    "Programme.forms": "data-protection assessments",
    "Programme.own_begin": "security audits",
    "Programme.inspects": "security audits",
    "ParticipantRole.personal": "data-protection assessments",
}
"""Fields with one user, each with the programme that will be the second. The list may only shrink."""


def _list_declared(programme: Programme) -> Iterator[Any]:
    """Yield everything that a programme declares to the kit."""
    yield programme
    yield from programme.roles.values()


def _is_set(declared: Any, field: Field[Any]) -> bool:
    if field.default is MISSING:
        return True
    return bool(getattr(declared, field.name) != field.default)


def test_each_field_has_two_programmes_that_use_it() -> None:
    users: dict[str, set[str]] = {
        f"{declaration.__name__}.{field.name}": set()
        for declaration in (Programme, ParticipantRole)
        for field in fields(declaration)
    }
    for kind, programme in PROGRAMMES.items():
        for declared in _list_declared(programme):
            for field in fields(declared):
                if _is_set(declared, field):
                    users[f"{type(declared).__name__}.{field.name}"].add(kind)
    assert {name for name, kinds in users.items() if len(kinds) < 2} == WAITING.keys()
