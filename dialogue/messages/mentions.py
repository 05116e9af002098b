"""Whom a message names: people, organisations, sectors and roles, written as `@[words](kind:key)`.

The words are for readers and say what the key says: what somebody else would write there is put right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, UUIDField
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.messages.markdown import MENTION, tokens_of
from dialogue.messages.models import BODY_LENGTH
from dialogue.reading.selectors import Reader, readers_of
from dialogue.threads.access import READ, standing_of
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.selectors import people_reading
from groups.models import InitiativeGroupUserPermission, Role, Sector
from groups.policies import READ as READ_GROUP, live, permission_of
from groups.selectors import people_of, voices_in
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import blanked, told_knowingly
from viche.kernel.errors import Invalid
from viche.kernel.lists import given_ids
from viche.kernel.prepared import Given, Prepared
from viche.kernel.text import Text, both, in_both

MOST = 20
PERSON_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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


# ---- what is written ---------------------------------------------------------------------------------------


def checked_body(actor: Actor, thread: Thread, text: str, before: str = "") -> str:
    """A message as it is stored, each mention in the words of whom it names. Whom it named `before` it was
    corrected may have left meanwhile: those stay as they are.

    Raises Invalid for what cannot be said, for who does not read the thread, for more than 20 mentions, and
    for any by a guest, who is not told who reads it.
    """
    body = checked_text("/body", text, BODY_LENGTH)
    fresh = named_in(body) - named_in(before)
    if not fresh:
        return body
    if len(fresh) > MOST:
        raise Invalid.field("/body", "too_many_mentions", _("Name at most 20 in one message."))
    if not standing_of(actor, thread).sits(thread):
        raise Invalid.field("/body", "mention_by_guest", _("Guests do not name others in a message."))
    names = _names_of(thread, fresh)
    if fresh - names.keys():
        raise Invalid.field(
            "/body", "mention_unknown", _("Name those who read this thread, and organisations at its table.")
        )
    put_right = {one: names[one] for one in fresh}
    # Names may be longer than what stood in their place.
    return checked_text("/body", MENTION.sub(lambda found: _written(found, put_right), body), BODY_LENGTH)


def _written(found: re.Match[str], names: Mapping[Named, Text]) -> str:
    words, kind, key = found.groups()
    name = names.get(Named(kind, key))
    if name is None or words in name.values():
        return found.group()
    return f"@[{_plain(name['uk'])}]({kind}:{key})"


def _plain(name: str) -> str:
    """Brackets would end the mention."""
    return name.translate({ord("["): "(", ord("]"): ")"})


def _names_of(thread: Thread, asked: Collection[Named]) -> dict[Named, Text]:
    """What these are called who can be named in a thread, and some others. All of its readers are looked up
    only where what they sit for is named.
    """
    roles = {Named("role", role): _labelled(role) for role in Role}
    if all(kind in ("person", "role") for kind, _key in asked):
        return roles | _people(_reading_of(thread, asked))
    voices = voices_in(thread.group_id, people_reading(thread))
    seats = {mandate.organisation for _person, mandate in voices if mandate is not None}
    names = {Named("organisation", str(seat.pk)): both(seat, "short_name") for seat in seats}
    sectors = {Named("sector", one): _labelled(one) for one in {Sector(seat.sector) for seat in seats}}
    return roles | _people(person for person, _mandate in voices) | names | sectors


def _people(found: Iterable[User]) -> dict[Named, Text]:
    return {Named("person", str(one.pk)): both(one, "name") for one in found}


def _reading_of(thread: Thread, asked: Collection[Named]) -> list[User]:
    """Those of the people that are asked for who read the thread now (as `people_reading` has it)."""
    ids = [UUID(key) for kind, key in asked if kind == "person" and PERSON_KEY.fullmatch(key)]
    group_id = thread.group_id if thread.is_shared_with_group else None
    return READING.all(ids=ids, thread_id=thread.pk, group_id=group_id, at=now()) if ids else []


def _reading() -> QuerySet[User]:
    at, found = Given("at", DateTimeField()), User.objects.filter(given_ids("pk", "ids"), is_active=True)
    own = live(ThreadUserPermission, at).filter(user=OuterRef("pk"), permission=permission_of(READ))
    ours = live(InitiativeGroupUserPermission, at).filter(
        user=OuterRef("pk"), permission=permission_of(READ_GROUP)
    )
    return found.filter(
        Exists(own.filter(content_object=Given("thread_id", UUIDField())))
        | Exists(ours.filter(content_object=Given("group_id", UUIDField())))
    )


# Asked before each message that names somebody: put into SQL once.
READING = Prepared(_reading)


def _labelled(choice: Sector | Role) -> Text:
    return in_both(lambda: str(choice.label))


def told_in(
    body: str,
    confirmed: Collection[str],
    before: str = "",
    *,
    public: bool = False,
    beside: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """What a message gives away knowingly, but for whom it names; `beside`: what else is read with it, by its
    pointers. Raises PersonalData.
    """
    texts = {"/body": blanked(MENTION, body), **(beside or {})}
    return told_knowingly(texts, confirmed, [blanked(MENTION, before)], public=public)


# ---- whom it means -----------------------------------------------------------------------------------------


def people_named(thread: Thread, *named: Collection[Named]) -> list[dict[UUID, bool]]:
    """Who of the readers of a thread is named by each of these: by their own name, or (False) as one of
    several.
    """
    if not any(named):
        return [{} for _one in named]
    readers = readers_of(thread)
    roles = {role for one in named for kind, role in one if kind == "role" and role in set(Role)}
    holders = {role: set(people_of(thread.group_id, roles=[Role(role)])) for role in roles}
    return [_meant(readers, set(one), holders) for one in named]


def _meant(
    readers: Collection[Reader], named: set[Named], holders: Mapping[str, Collection[UUID]]
) -> dict[UUID, bool]:
    found: dict[UUID, bool] = {}
    for reader in readers:
        pk = reader.person.pk
        if Named("person", str(pk)) in named:
            found[pk] = True
        elif named & _several(reader) or any(
            pk in people for role, people in holders.items() if Named("role", role) in named
        ):
            found[pk] = False
    return found


def _several(reader: Reader) -> set[Named]:
    """What names somebody as one of several, but for roles."""
    if reader.mandate is None:
        return set()
    seat = reader.mandate.organisation
    return {Named("organisation", str(seat.pk)), Named("sector", seat.sector)}


# ---- who is erased -----------------------------------------------------------------------------------------


def renamed(body: str, person_id: UUID, name: str) -> str:
    """`body` with another name for a person."""

    def put(found: re.Match[str]) -> str:
        is_theirs = found.group(2, 3) == ("person", str(person_id))
        return f"@[{_plain(name)}](person:{person_id})" if is_theirs else found.group()

    return MENTION.sub(put, body)


def words_for(person_id: UUID, *bodies: str) -> set[str]:
    """By which words texts name a person."""
    found = (one for body in bodies for one in MENTION.finditer(body))
    return {one.group(1) for one in found if one.group(2, 3) == ("person", str(person_id))}
