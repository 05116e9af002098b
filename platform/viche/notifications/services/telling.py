"""Make notifications of an event, and mark them as read."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.lists import given_ids
from viche.kernel.models import Event
from viche.kernel.policy import load
from viche.kernel.prepared import Prepared
from viche.kernel.services import Reason, service
from viche.notifications.devices import who_is_reachable
from viche.notifications.events import AllRead, NotificationCreated, NotificationRead
from viche.notifications.hours import first_due, hours_of_all, mail_kind, push_kind
from viche.notifications.models import Channel, Delivery, MailKind, Mode, Notification, Topic
from viche.notifications.notices import NOTICES, Notice, Recipient
from viche.notifications.policies import Action, NotificationPolicy
from viche.notifications.preferences import Choices


@service(Reason.SYSTEM)
def make_notifications(*, actor: Actor, event: Event) -> list[Notification]:
    """Tell of an event whom its room names: who may see it and did not do it. Again, it adds nothing."""
    notice = NOTICES.get(event.kind)
    if notice is None:
        return []
    prepared = [_prepared(event, one) for one in _to_tell(notice, event)]
    made = _stored([one for one in prepared if notice.render(Actor.for_person(one.person_id), [one])])
    for channel in notice.channels:
        _deliver(made, notice, channel)
    for one in made:
        record(actor, NotificationCreated(person_id=one.person_id, notification_id=one.pk))
    return made


@service(Reason.SYSTEM)
def forget_notifications_of(*, actor: Actor, person_id: UUID) -> None:
    """Delete everything that a person was told, and what was still on its way to them."""
    Notification.objects.filter(person=person_id).delete()


def _deliver(made: list[Notification], notice: Notice, channel: Channel) -> None:
    """By a way out of the house goes what its reader did not switch off, when they want it."""
    told = _reached_by(channel, made)
    if not told:
        return
    choices = Choices.of((one.person_id for one in told), channel)
    modes = {one: choices.for_notification(one) for one in told}
    kinds = {one: _kind(channel, notice.topic, mode) for one, mode in modes.items() if mode != Mode.OFF}
    hours, at = hours_of_all(one.person_id for one in kinds), now()
    Delivery.objects.bulk_create(
        Delivery(
            notification=one,
            person_id=one.person_id,
            channel=channel,
            kind=kind,
            next_try_at=first_due(kind, at, hours[one.person_id]),
        )
        for one, kind in kinds.items()
    )


def _reached_by(channel: Channel, made: list[Notification]) -> list[Notification]:
    """To whom a way leads: everybody has an address, not everybody a device."""
    if channel == Channel.INBOX or not made:
        return []
    if channel == Channel.EMAIL:
        return made
    reachable = who_is_reachable(one.person_id for one in made)
    return [one for one in made if one.person_id in reachable]


def _kind(channel: Channel, topic: Topic, mode: Mode) -> MailKind:
    return push_kind(topic) if channel == Channel.PUSH else mail_kind(topic, mode)


def _to_tell(notice: Notice, event: Event) -> Iterable[Recipient]:
    """Each person once, with the first reason; nobody who has left, nor (mostly) who did it."""
    wanted: dict[UUID, Recipient] = {}
    for recipient in notice.recipients(event):
        wanted.setdefault(recipient.person_id, recipient)
    if event.actor_id and not notice.also_who_did_it:
        wanted.pop(event.actor_id, None)
    return [wanted[person.pk] for person in ACTIVE_PEOPLE.all(ids=list(wanted))] if wanted else []


ACTIVE_PEOPLE = Prepared(
    lambda: User.objects.filter(given_ids("pk", "ids"), is_active=True).order_by("pk").only("pk")
)


def _prepared(event: Event, recipient: Recipient) -> Notification:
    return Notification(
        person_id=recipient.person_id,
        event=event,
        kind=event.kind,
        reason=recipient.reason,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
    )


def _stored(prepared: list[Notification]) -> list[Notification]:
    """Write what is new of it."""
    if not prepared:
        return []
    Notification.objects.bulk_create(prepared, ignore_conflicts=True)
    # A conflict leaves the row that was there first, under another id.
    new = {one.pk for one in STORED_NOTIFICATIONS.all(ids=[one.pk for one in prepared])}
    return [one for one in prepared if one.pk in new]


STORED_NOTIFICATIONS = Prepared(lambda: Notification.objects.filter(given_ids("pk", "ids")).only("pk"))


@service(Action.MARK_READ)
def mark_notification_read(*, actor: Actor, notification_id: UUID) -> Notification:
    """Mark one notification as read; again, it changes nothing."""
    notification = load(NotificationPolicy(), actor, notification_id, Action.MARK_READ, lock=True)
    if notification.read_at is None:
        notification.read_at = now()
        notification.save(update_fields=["read_at"])
        record(actor, NotificationRead(person_id=notification.person_id, notification_id=notification.pk))
    return notification


@service(Action.MARK_READ)
def mark_all_read(*, actor: Actor) -> int:
    """Mark everything as read that the person has been told so far; returns how many were not."""
    unread = NotificationPolicy().visible_to(actor).filter(read_at=None)
    last = unread.order_by("-id").values_list("id", "person_id").first()
    if last is None:
        return 0
    marked = unread.filter(id__lte=last[0]).update(read_at=now())
    record(actor, AllRead(person_id=last[1], last_id=last[0]))
    return marked
