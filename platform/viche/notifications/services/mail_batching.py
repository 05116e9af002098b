"""Batching of pending e-mail deliveries into mails: several notifications form one mail.

The content of a mail is fixed here, in a short transaction that locks its reader, so two workers never make
two mails out of one. Sending is a separate step (`mail_delivery`) that may be retried.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.notifications.hours import hours_of
from viche.notifications.models import Channel, Delivery, Mail, MailKind

FULL_BUNDLE = 10
"""A bundle of so many waits for no more."""

MAX_MAIL_ITEMS = 100
"""So many go into one mail: what has piled up while nothing was sent comes together, too."""

DIGEST_TOLERANCE = timedelta(hours=1)


@service(Reason.SYSTEM)
def build_next_mail(*, actor: Actor) -> bool:
    """Put the most urgent or longest waiting delivery, with what belongs to it, into a mail.

    Postpones it where its reader wants it later. Returns False when nothing is due.
    """
    first = _lock_longest_waiting()
    if first is None:
        return False
    rows = _lock_mail_items(first)
    at = _get_send_time(first, rows)
    if at > now():
        _update(rows, next_try_at=at)
    else:
        mail = Mail.objects.create(person_id=first.person_id, kind=first.kind)
        _update(rows, next_try_at=None, mail=mail)
    return True


def _lock_longest_waiting() -> Delivery | None:
    """Return the first due delivery, with its person locked; skip people locked by another worker."""
    due = Delivery.objects.filter(channel=Channel.EMAIL, next_try_at__lte=now()).order_by("next_try_at", "id")
    held = due.select_for_update(skip_locked=True, no_key=True, of=("self", "person"))
    free = held.select_related("person")
    return free.filter(kind=MailKind.URGENT).first() or free.first()


def _lock_mail_items(first: Delivery) -> list[Delivery]:
    """Return the mail items for the same reader and delivery; a bundle includes items not due yet."""
    waiting = Delivery.objects.filter(
        person=first.person_id, channel=Channel.EMAIL, kind=first.kind, next_try_at__isnull=False
    )
    if first.kind != MailKind.BUNDLE:
        waiting = waiting.filter(next_try_at__lte=now())
    rows = waiting.select_for_update(no_key=True).order_by("next_try_at", "id")
    return list(rows[:MAX_MAIL_ITEMS])


def _get_send_time(first: Delivery, rows: Sequence[Delivery]) -> datetime:
    """Return when the deliveries may be sent.

    A bundle waits until nothing was added for a while, or it is full; account security mail never waits, and
    a digest that is on time comes at the hour that its reader chose.
    """
    at = now()
    if first.kind == MailKind.URGENT:
        return at
    on_time = first.next_try_at is not None and first.next_try_at > at - DIGEST_TOLERANCE
    if first.kind in (MailKind.DAILY, MailKind.WEEKLY) and on_time:
        return at
    if first.kind == MailKind.BUNDLE and len(rows) < FULL_BUNDLE:
        at = max(at, *(row.next_try_at for row in rows if row.next_try_at))
    return hours_of(first.person).opens(at)


def _update(rows: Sequence[Delivery], **fields: object) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(**fields)
