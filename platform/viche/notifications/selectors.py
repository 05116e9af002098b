"""The inbox: what a person was told, in the words that hold now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.policy import asking_person, load
from viche.notifications.models import Delivery, Notification, UndeliverableAddress
from viche.notifications.notices import NOTICES, Words
from viche.notifications.policies import Action, NotificationPolicy

COUNTED = 100


def inbox(actor: Actor, *, unread: bool | None = None) -> QuerySet[Notification]:
    """The notifications of a person, with their events; `unread` narrows to those not (or already) read."""
    rows = NotificationPolicy().visible_to(actor).select_related("event")
    return rows if unread is None else rows.filter(read_at__isnull=unread)


def one_of_inbox(actor: Actor, notification_id: UUID) -> Notification:
    """One notification of a person. Raises NotFound for another's."""
    return load(NotificationPolicy(), actor, notification_id, Action.READ)


def words_of(
    reader: Actor, notifications: Sequence[Notification], *, complete: bool = True, outside: bool = False
) -> dict[UUID, Words]:
    """The words of each notification for its reader. What they may not see any more is absent.

    Not `complete`: without what only a reader needs. `outside`: without what they want in the inbox alone.
    """
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    for notification in notifications:
        by_kind[notification.kind].append(notification)
    words: dict[UUID, Words] = {}
    for kind, rows in by_kind.items():
        if (notice := NOTICES.get(kind)) is not None:
            told = notice.wanted(reader, rows) if outside and notice.wanted else rows
            said = notice.render(reader, told)
            full = notice.complete(reader, told, said) if complete and notice.complete and said else said
            words.update(full)
    return words


def unread_count(actor: Actor) -> int:
    """How many notifications wait to be read, of those that can still be seen; counted up to COUNTED."""
    rows = list(inbox(actor, unread=True).order_by("-id")[:COUNTED])
    return len(words_of(actor, rows, complete=False))


def my_deliveries(actor: Actor) -> QuerySet[Delivery]:
    """What went, goes or did not go to who asks by ways out of the house."""
    person_id = asking_person(actor, "notifications:read")
    return Delivery.objects.filter(person=person_id).select_related("notification__event")


def undeliverable(person: User) -> UndeliverableAddress | None:
    """The present address of somebody, where a mail server said that there is nobody."""
    return UndeliverableAddress.objects.filter(person=person, address=person.email).first()
