"""Selectors of the inbox: notifications of a person, with texts by their present rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.policy import load, require_person
from viche.notifications.models import Delivery, Notification, UndeliverableAddress
from viche.notifications.notices import (
    ABOUT_KEYS,
    NOTICES,
    NotificationText,
    find_about,
    list_kinds_needing_answer,
)
from viche.notifications.policies import Action, NotificationPolicy

MAX_COUNTED = 100


def list_inbox(
    actor: Actor, *, unread: bool | None = None, needs_answer: bool | None = None
) -> QuerySet[Notification]:
    """Return the notifications of a person, with their events, all or only (un)read ones.

    With `needs_answer` those of kinds that may need one. Whether one still does is known once its text is
    rendered (`texts_of`), so that the other part of the inbox cannot be narrowed here.
    """
    rows = NotificationPolicy().visible_to(actor).select_related("event")
    if needs_answer:
        rows = rows.filter(kind__in=list_kinds_needing_answer())
    return rows if unread is None else rows.filter(read_at__isnull=unread)


def list_same_part_of_group(actor: Actor, newest: Notification) -> list[Notification]:
    """Return the unread notifications up to `newest` that the inbox shows in the same row.

    They are about the same object, and need an answer as `newest` does.
    """
    if (about := find_about(newest)) is None:
        return [newest] if newest.read_at is None else []
    kind, object_id = about
    kinds = [one for one, notice in NOTICES.items() if notice.about == kind]
    rows = list_inbox(actor, unread=True).filter(pk__lte=newest.pk, kind__in=kinds)
    found = list(rows.filter(**{f"event__data__{ABOUT_KEYS[kind]}": str(object_id)}).order_by("-pk"))
    texts = texts_of(actor, [newest, *found], complete=False)
    asks = newest.pk in texts and texts[newest.pk].needs_answer
    return [one for one in found if one.pk not in texts or texts[one.pk].needs_answer == asks]


def get_inbox_notification(actor: Actor, notification_id: UUID) -> Notification:
    """Return one notification of a person. Raises NotFound for another person's."""
    return load(NotificationPolicy(), actor, notification_id, Action.READ)


def texts_of(
    reader: Actor, notifications: Sequence[Notification], *, complete: bool = True, outside: bool = False
) -> dict[UUID, NotificationText]:
    """Return the text of each notification for its reader, without what they may not see any more.

    Not `complete`: without parts that only a reader needs. `outside`: without what the reader wants only in
    the inbox.
    """
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    for notification in notifications:
        by_kind[notification.kind].append(notification)
    words: dict[UUID, NotificationText] = {}
    for kind, rows in by_kind.items():
        if (notice := NOTICES.get(kind)) is not None:
            contexts = notice.list_contexts(reader, rows, outside=outside)
            texts = {one.notification.pk: notice.render(one) for one in contexts}
            words.update(
                notice.complete(reader, rows, texts) if complete and notice.complete and texts else texts
            )
    return words


def count_unread(actor: Actor) -> int:
    """Return how many unread notifications can still be seen, counted up to MAX_COUNTED."""
    rows = list(list_inbox(actor, unread=True).order_by("-id")[:MAX_COUNTED])
    return len(texts_of(actor, rows, complete=False))


def list_own_deliveries(actor: Actor) -> QuerySet[Delivery]:
    """Return the actor's deliveries by e-mail and push. Raises SignedOut, Forbidden."""
    person_id = require_person(actor, "notifications:read")
    return Delivery.objects.filter(person=person_id).select_related("notification__event")


def find_undeliverable_address(person: User) -> UndeliverableAddress | None:
    """Return the record that a mail server refused the person's present address; None otherwise."""
    return UndeliverableAddress.objects.filter(person=person, address=person.email).first()
