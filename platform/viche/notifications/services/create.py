"""Create notifications of an event, and mark them as read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.models import Event
from viche.kernel.policy import load
from viche.kernel.prepared_queries import PreparedQuery
from viche.kernel.services import Reason, service
from viche.notifications.devices import find_reachable_people
from viche.notifications.events import AllRead, NotificationCreated, NotificationRead
from viche.notifications.hours import choose_mail_kind, choose_push_kind, get_first_due, load_hours
from viche.notifications.models import Channel, Delivery, MailKind, Mode, Notification, Topic
from viche.notifications.notices import NOTICES, Notice, Recipient
from viche.notifications.policies import Action, NotificationPolicy
from viche.notifications.preferences import Choices
from viche.notifications.selectors import list_same_part_of_group


@service(Reason.SYSTEM)
def create_notifications(*, actor: Actor, event: Event) -> list[Notification]:
    """Create notifications for the recipients of an event who may see it and did not cause it.

    Idempotent.
    """
    notice = NOTICES.get(event.kind)
    if notice is None:
        return []
    prepared = [_build_notification(event, one) for one in _list_recipients(notice, event)]
    made = _save_new(
        [one for one in prepared if notice.list_contexts(Actor.for_person(one.person_id), [one])]
    )
    for channel in notice.channels:
        _create_deliveries(made, notice, channel)
    for one in made:
        record(actor, NotificationCreated(person_id=one.person_id, notification_id=one.pk))
    return made


@service(Reason.SYSTEM)
def delete_notifications_of(*, actor: Actor, person_id: UUID) -> None:
    """Delete all notifications of a person, with pending deliveries."""
    Notification.objects.filter(person=person_id).delete()


def _create_deliveries(made: list[Notification], notice: Notice[Any], channel: Channel) -> None:
    """Create deliveries by a channel, unless its recipient switched it off, due in their hours."""
    told = _filter_reachable(channel, made)
    if not told:
        return
    choices = Choices.of((one.person_id for one in told), channel)
    modes = {one: choices.for_notification(one) for one in told}
    kinds = {
        one: _choose_delivery_kind(channel, notice.topic, mode)
        for one, mode in modes.items()
        if mode != Mode.OFF
    }
    hours, at = load_hours(one.person_id for one in kinds), now()
    Delivery.objects.bulk_create(
        Delivery(
            notification=one,
            person_id=one.person_id,
            channel=channel,
            kind=kind,
            next_try_at=get_first_due(kind, at, hours[one.person_id]),
        )
        for one, kind in kinds.items()
    )


def _filter_reachable(channel: Channel, made: list[Notification]) -> list[Notification]:
    """Return the notifications whose person is reachable: not everybody has a device."""
    if channel == Channel.INBOX or not made:
        return []
    if channel == Channel.EMAIL:
        return made
    reachable = find_reachable_people(one.person_id for one in made)
    return [one for one in made if one.person_id in reachable]


def _choose_delivery_kind(channel: Channel, topic: Topic, mode: Mode) -> MailKind:
    return choose_push_kind(topic) if channel == Channel.PUSH else choose_mail_kind(topic, mode)


def _list_recipients(notice: Notice[Any], event: Event) -> Iterable[Recipient]:
    """Return active recipients, each with the first reason, normally without the actor."""
    wanted: dict[UUID, Recipient] = {}
    for recipient in notice.recipients(event):
        wanted.setdefault(recipient.person_id, recipient)
    if event.actor_id and not notice.also_who_did_it:
        wanted.pop(event.actor_id, None)
    return [wanted[person.pk] for person in ACTIVE_PEOPLE.all(ids=list(wanted))] if wanted else []


ACTIVE_PEOPLE = PreparedQuery(
    lambda: User.objects.filter(ids_param_q("pk", "ids"), is_active=True).order_by("pk").only("pk")
)


def _build_notification(event: Event, recipient: Recipient) -> Notification:
    return Notification(
        person_id=recipient.person_id,
        event=event,
        kind=event.kind,
        reason=recipient.reason,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
    )


def _save_new(prepared: list[Notification]) -> list[Notification]:
    """Insert the notifications that do not exist yet, and return them."""
    if not prepared:
        return []
    Notification.objects.bulk_create(prepared, ignore_conflicts=True)
    # A conflict keeps the existing row, which has another id.
    new = {one.pk for one in STORED_NOTIFICATIONS.all(ids=[one.pk for one in prepared])}
    return [one for one in prepared if one.pk in new]


STORED_NOTIFICATIONS = PreparedQuery(lambda: Notification.objects.filter(ids_param_q("pk", "ids")).only("pk"))


@service(Action.MARK_READ)
def mark_notification_read(*, actor: Actor, notification_id: UUID) -> Notification:
    """Mark one notification as read. Idempotent."""
    notification = load(NotificationPolicy(), actor, notification_id, Action.MARK_READ, lock=True)
    if notification.read_at is None:
        notification.read_at = now()
        notification.save(update_fields=["read_at"])
        record(actor, NotificationRead(person_id=notification.person_id, notification_id=notification.pk))
    return notification


@service(Action.MARK_READ)
def mark_group_read(*, actor: Actor, notification_id: UUID) -> int:
    """Mark the unread notifications in the same row of the inbox, up to this one; return how many.

    Idempotent.
    """
    newest = load(NotificationPolicy(), actor, notification_id, Action.MARK_READ, lock=True)
    marked = list_same_part_of_group(actor, newest)
    Notification.objects.filter(pk__in=[one.pk for one in marked]).update(read_at=now())
    for one in marked:
        record(actor, NotificationRead(person_id=one.person_id, notification_id=one.pk))
    return len(marked)


@service(Action.MARK_READ)
def mark_all_read(*, actor: Actor) -> int:
    """Mark all notifications so far as read; return how many were unread."""
    unread = NotificationPolicy().visible_to(actor).filter(read_at=None)
    last = unread.order_by("-id").values_list("id", "person_id").first()
    if last is None:
        return 0
    marked = unread.filter(id__lte=last[0]).update(read_at=now())
    record(actor, AllRead(person_id=last[1], last_id=last[0]))
    return marked
