"""Mentions of people, organisations, sectors and roles, written as `@[words](kind:key)`.

Readers see the words; the key decides what is mentioned. Words that do not agree with the key are corrected.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, UUIDField
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.messages.markdown import MENTION, tokens_of
from dialogue.messages.models import BODY_LENGTH
from dialogue.reading.selectors import Reader, list_readers_of
from dialogue.threads.access import READ, get_thread_access
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.selectors import list_reader_ids
from groups.models import InitiativeGroupUserPermission, Role, Sector
from groups.policies import READ as READ_GROUP, get_permission_id, list_live_grants
from groups.selectors import list_participant_ids, load_people_with_mandates
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure, mask_matches
from viche.kernel.errors import Invalid
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.prepared_queries import PreparedQuery, QueryParam
from viche.kernel.text import Text, bilingual_of, render_bilingual

MAX_MENTIONS = 20
PERSON_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Mention(NamedTuple):
    """A mention in a message. `key` is an id, or the code of a sector or role."""

    kind: str
    key: str


def mentions_in(body: str) -> set[Mention]:
    """Return the mentions in a message; those within code do not count."""
    if "@[" not in body:
        return set()
    found = (token.attrGet("data-mention") for token in tokens_of(body) if token.type == "mention_open")
    return {Mention(*str(one).split(":", 1)) for one in found}


def strip_mention_words(body: str) -> str:
    """Return the text with each mention reduced to its kind and key."""
    return MENTION.sub(r"@(\2:\3)", body) if "@[" in body else body


# ---- validation -------------------------------------------------------------------------------------------


def validate_body(actor: Actor, thread: Thread, text: str, before: str = "") -> str:
    """Validate the text of a message and correct the words of its mentions.

    Mentions in `before`, the text before an edit, are kept unchanged: the people may have left since.

    Raises Invalid for an invalid text, for mentions of people who do not read the thread, for more than 20
    new mentions, and for any new mention by a guest, because a guest may not know the readers of the thread.
    """
    body = validate_text("/body", text, BODY_LENGTH)
    fresh = mentions_in(body) - mentions_in(before)
    if not fresh:
        return body
    if len(fresh) > MAX_MENTIONS:
        raise Invalid.field("/body", "too_many_mentions", _("Name at most 20 in one message."))
    if not get_thread_access(actor, thread).is_group_member(thread):
        raise Invalid.field("/body", "mention_by_guest", _("Guests do not name others in a message."))
    names = _find_names(thread, fresh)
    if fresh - names.keys():
        raise Invalid.field(
            "/body",
            "mention_unknown",
            _("Mention only people who read this thread, and organisations in its group."),
        )
    put_right = {one: names[one] for one in fresh}
    # Checked again, because the corrected names may be longer.
    return validate_text(
        "/body", MENTION.sub(lambda found: _rewrite_mention(found, put_right), body), BODY_LENGTH
    )


def _rewrite_mention(found: re.Match[str], names: Mapping[Mention, Text]) -> str:
    words, kind, key = found.groups()
    name = names.get(Mention(kind, key))
    if name is None or words in name.values():
        return found.group()
    return f"@[{_escape_name(name['uk'])}]({kind}:{key})"


def _escape_name(name: str) -> str:
    """Replace brackets in a name: they would end the mention."""
    return name.translate({ord("["): "(", ord("]"): ")"})


def _find_names(thread: Thread, asked: Collection[Mention]) -> dict[Mention, Text]:
    """Return the names of the objects that may be mentioned in a thread, at least of the ones in `asked`.

    All readers are looked up only when an organisation or a sector is mentioned.
    """
    roles = {Mention("role", role): _label(role) for role in Role}
    if all(kind in ("person", "role") for kind, _key in asked):
        return roles | _name_people(_find_readers(thread, asked))
    voices = load_people_with_mandates(thread.group_id, list_reader_ids(thread))
    seats = {mandate.organisation for _person, mandate in voices if mandate is not None}
    names = {Mention("organisation", str(seat.pk)): bilingual_of(seat, "short_name") for seat in seats}
    sectors = {Mention("sector", one): _label(one) for one in {Sector(seat.sector) for seat in seats}}
    return roles | _name_people(person for person, _mandate in voices) | names | sectors


def _name_people(found: Iterable[User]) -> dict[Mention, Text]:
    return {Mention("person", str(one.pk)): bilingual_of(one, "name") for one in found}


def _find_readers(thread: Thread, asked: Collection[Mention]) -> list[User]:
    """Return the mentioned people who may read the thread now, by the rule of `list_reader_ids`."""
    ids = [UUID(key) for kind, key in asked if kind == "person" and PERSON_KEY.fullmatch(key)]
    group_id = thread.group_id if thread.is_shared_with_group else None
    return READERS_QUERY.all(ids=ids, thread_id=thread.pk, group_id=group_id, at=now()) if ids else []


def _build_readers_query() -> QuerySet[User]:
    at, found = (
        QueryParam("at", DateTimeField()),
        User.objects.filter(ids_param_q("pk", "ids"), is_active=True),
    )
    own = list_live_grants(ThreadUserPermission, at).filter(
        user=OuterRef("pk"), permission=get_permission_id(READ)
    )
    ours = list_live_grants(InitiativeGroupUserPermission, at).filter(
        user=OuterRef("pk"), permission=get_permission_id(READ_GROUP)
    )
    return found.filter(
        Exists(own.filter(content_object=QueryParam("thread_id", UUIDField())))
        | Exists(ours.filter(content_object=QueryParam("group_id", UUIDField())))
    )


# Runs before each message with mentions, so the SQL is compiled once.
READERS_QUERY = PreparedQuery(_build_readers_query)


def _label(choice: Sector | Role) -> Text:
    return render_bilingual(lambda: str(choice.label))


def check_message_disclosure(
    actor: Actor,
    body: str,
    before: str = "",
    *,
    public: bool = False,
    beside: Mapping[str, str] | None = None,
) -> Actor:
    """Check that personal data in a message is disclosed on purpose, see `check_disclosure`.

    Names in mentions do not count. `beside` are other texts published with the message (such as attachment
    descriptions), by JSON pointer. Raises PersonalData.
    """
    texts = {"/body": mask_matches(MENTION, body), **(beside or {})}
    return check_disclosure(actor, texts, [mask_matches(MENTION, before)], public=public)


# ---- resolution -------------------------------------------------------------------------------------------


def resolve_mentions(thread: Thread, *named: Collection[Mention]) -> list[dict[UUID, bool]]:
    """Return the mentioned readers for each set of mentions.

    The value is True for a reader who is mentioned personally, and False for a reader who is one of several
    (of an organisation, sector or role).
    """
    if not any(named):
        return [{} for _one in named]
    readers = list_readers_of(thread)
    roles = {role for one in named for kind, role in one if kind == "role" and role in set(Role)}
    holders = {role: set(list_participant_ids(thread.group_id, roles=[Role(role)])) for role in roles}
    return [_match_readers(readers, set(one), holders) for one in named]


def _match_readers(
    readers: Collection[Reader], named: set[Mention], holders: Mapping[str, Collection[UUID]]
) -> dict[UUID, bool]:
    found: dict[UUID, bool] = {}
    for reader in readers:
        pk = reader.person.pk
        if Mention("person", str(pk)) in named:
            found[pk] = True
        elif named & _collective_mentions_of(reader) or any(
            pk in people for role, people in holders.items() if Mention("role", role) in named
        ):
            found[pk] = False
    return found


def _collective_mentions_of(reader: Reader) -> set[Mention]:
    """Return the mentions of organisations and sectors that include a reader (roles: `_match_readers`)."""
    if reader.mandate is None:
        return set()
    seat = reader.mandate.organisation
    return {Mention("organisation", str(seat.pk)), Mention("sector", seat.sector)}


# ---- erasure ----------------------------------------------------------------------------------------------


def rename_mentions(body: str, person_id: UUID, name: str) -> str:
    """Return the text with another name in the mentions of a person."""

    def put(found: re.Match[str]) -> str:
        is_theirs = found.group(2, 3) == ("person", str(person_id))
        return f"@[{_escape_name(name)}](person:{person_id})" if is_theirs else found.group()

    return MENTION.sub(put, body)


def list_names_used_for(person_id: UUID, *bodies: str) -> set[str]:
    """Return the names by which mentions in the texts refer to a person."""
    found = (one for body in bodies for one in MENTION.finditer(body))
    return {one.group(1) for one in found if one.group(2, 3) == ("person", str(person_id))}
