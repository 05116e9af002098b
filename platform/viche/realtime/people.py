"""The personal topic (`user:<id>`) of each person, and how people are presented.

Only that person may subscribe to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

import viche.accounts.events  # noqa: F401 - registers the payloads read below
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.events import PAYLOADS
from viche.kernel.models import Event
from viche.kernel.text import Text, bilingual_of
from viche.realtime.registry import SubscriptionGrant, register_frame, register_topic_kind

SCOPE = "notifications:read"


class PersonSeen(TypedDict):
    """How a person is presented. A topic kind may add more (sector, organisation)."""

    name: Text


class AccountChanged(TypedDict):
    """Something in the person's own account changed; the client reloads what it shows of it."""

    fields: list[str]


def authorise_own_topic(actor: Actor, person_id: UUID) -> SubscriptionGrant | None:
    """Grant people their own topic; a token needs the scope to read notifications."""
    own = actor.person_id == person_id and actor.has_scope(SCOPE)
    return SubscriptionGrant() if own else None


def describe_by_name(_topic_id: UUID, person_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return people with their names: the default presentation of a topic kind."""
    known = User.objects.in_bulk(list(person_ids))
    return {pk: PersonSeen(name=bilingual_of(person, "name")) for pk, person in known.items()}


def find_hidden_from_presence(person_ids: Collection[UUID]) -> set[UUID]:
    """Return those people who do not want others to see their presence."""
    rows = User.objects.filter(pk__in=person_ids, shows_presence=False)
    return set(rows.values_list("pk", flat=True))


def _account_changed(events: Sequence[Event], _topic_kind: str) -> Mapping[UUID, AccountChanged]:
    return {event.id: AccountChanged(fields=event.data.get("fields", [])) for event in events}


register_topic_kind("user", authorise_own_topic, scope=SCOPE)
for kind in [kind for kind in PAYLOADS if kind.startswith("accounts.")]:
    register_frame(kind, shape=AccountChanged)(_account_changed)
