"""The topic of one person (`user:<id>`), which that person alone hears; and how people are shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

import viche.accounts.events  # noqa: F401 - registers the payloads read below
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.events import PAYLOADS
from viche.kernel.models import Event
from viche.kernel.text import Text, both
from viche.realtime.registry import Hearing, frame, topic_kind

SCOPE = "notifications:read"


class PersonSeen(TypedDict):
    """How somebody is shown. A topic kind may add more (sector, organisation)."""

    name: Text


class AccountChanged(TypedDict):
    """Something about the person's own account changed; the client reads anew what it shows of it."""

    fields: list[str]


def may_hear_own(actor: Actor, person_id: UUID) -> Hearing | None:
    """People hear their own topic; a token needs the scope to read notifications."""
    own = actor.person_id == person_id and actor.has_scope(SCOPE)
    return Hearing() if own else None


def by_name(_topic_id: UUID, person_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """People as they are shown where the topic kind does not say more."""
    known = User.objects.in_bulk(list(person_ids))
    return {pk: PersonSeen(name=both(person, "name")) for pk, person in known.items()}


def discreet(person_ids: Collection[UUID]) -> set[UUID]:
    """Those of them who do not want others to see that they are here."""
    rows = User.objects.filter(pk__in=person_ids, shows_presence=False)
    return set(rows.values_list("pk", flat=True))


def _account_changed(events: Sequence[Event], _topic_kind: str) -> Mapping[UUID, AccountChanged]:
    return {event.id: AccountChanged(fields=event.data.get("fields", [])) for event in events}


topic_kind("user", may_hear_own, scope=SCOPE)
for kind in [kind for kind in PAYLOADS if kind.startswith("accounts.")]:
    frame(kind, shape=AccountChanged)(_account_changed)
