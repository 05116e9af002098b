"""Whom a message names: people, organisations, sectors and roles, written as `@[words](kind:key)`.

The words are for readers and say what the key says: what somebody else would write there is put right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.markdown import tokens_of
from dialogue.models import Thread
from dialogue.selectors import readers_of
from dialogue.standing import standing_of
from groups.models import Role, Sector
from groups.selectors import people_of
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.text import Text, both, in_both

MENTION = re.compile(r"@\[([^\[\]\n]{1,200})\]\((person|organisation|sector|role):([a-z0-9_-]{1,40})\)")
MOST = 20


class Named(NamedTuple):
    """Somebody whom a message names. `key` is an id, or the code of a sector or role."""

    kind: str
    key: str


def named_in(body: str) -> set[Named]:
    """Whom a message names; what stands in code names nobody."""
    if "@[" not in body:
        return set()
    found = (token.attrGet("data-mention") for token in tokens_of(body) if token.type == "mention_open")
    return {Named(*str(one).split(":", 1)) for one in found}


def without_words(body: str) -> str:
    """A text in which keys alone tell mentions apart."""
    return MENTION.sub(r"@(\2:\3)", body) if "@[" in body else body


def naming(person_id: UUID) -> Q:
    """The condition on rows whose `body` names a person."""
    return Q(body__contains=f"](person:{person_id})")


def renamed(body: str, person_id: UUID, name: str) -> str:
    """`body` with another name for a person."""
    named = re.compile(rf"@\[[^\[\]\n]{{1,200}}\]\(person:{person_id}\)")
    return named.sub(lambda _found: f"@[{_plain(name)}](person:{person_id})", body)


def with_names(actor: Actor, thread: Thread, body: str) -> str:
    """`body` with each mention in the words of whom it names.

    Raises Invalid for who does not read the thread, for more than 20, and for any by a guest, who is not told
    who reads it.
    """
    asked = {Named(kind, key) for _words, kind, key in MENTION.findall(body)} if "@[" in body else set()
    if not asked:
        return body
    if len(asked) > MOST:
        raise Invalid.field("/body", "too_many_mentions", _("Name at most 20 in one message."))
    if not standing_of(actor, thread).sits(thread):
        raise Invalid.field("/body", "mention_by_guest", _("Guests do not name others in a message."))
    names = _names_in(thread)
    if asked - names.keys():
        raise Invalid.field(
            "/body", "mention_unknown", _("Name those who read this thread, and organisations at its table.")
        )
    return MENTION.sub(lambda found: _written(found, names), body)


def _written(found: re.Match[str], names: Mapping[Named, Text]) -> str:
    words, kind, key = found.groups()
    name = names[Named(kind, key)]
    return f"@[{words if words in name.values() else _plain(name['uk'])}]({kind}:{key})"


def _plain(name: str) -> str:
    """Brackets would end the mention."""
    return name.translate({ord("["): "(", ord("]"): ")"})


def _names_in(thread: Thread) -> dict[Named, Text]:
    """Everybody who can be named in a thread."""
    readers = readers_of(thread)
    names = {Named("person", str(one.person.pk)): both(one.person, "name") for one in readers}
    for one in readers:
        if one.mandate is not None:
            seat = one.mandate.organisation
            names[Named("organisation", str(seat.pk))] = both(seat, "short_name")
            names[Named("sector", seat.sector)] = in_both(lambda seat=seat: str(Sector(seat.sector).label))  # type: ignore[misc]
    return names | {Named("role", role): in_both(lambda role=role: str(role.label)) for role in Role}  # type: ignore[misc]


def people_named(thread: Thread, named: Collection[Named]) -> dict[UUID, bool]:
    """Who of the readers of a thread is named: by their own name, or (False) as one of several."""
    kinds: dict[str, set[str]] = {kind: set() for kind in ("person", "organisation", "sector", "role")}
    for one in named:
        kinds[one.kind].add(one.key)
    readers = readers_of(thread)
    in_role = set(people_of(thread.group_id, roles=[Role(one) for one in kinds["role"] & set(Role)]))
    found: dict[UUID, bool] = {}
    for reader in readers:
        seat = reader.mandate.organisation if reader.mandate is not None else None
        if str(reader.person.pk) in kinds["person"]:
            found[reader.person.pk] = True
        elif (kinds["role"] and reader.person.pk in in_role) or (
            seat is not None and (str(seat.pk) in kinds["organisation"] or seat.sector in kinds["sector"])
        ):
            found[reader.person.pk] = False
    return found
