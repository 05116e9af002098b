"""Put what waits for e-mail into mails: several pieces of news are one mail, when its reader wants it.

What goes into a mail is fixed here, in one short transaction that holds its reader: two workers never make
two mails of what belongs into one. To send it is another step (`mailing`), which may be tried often.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.notifications.hours import hours_of
from viche.notifications.models import Channel, Delivery, Mail, MailKind

FULL = 10
"""A bundle of so many waits for no more."""

MOST = 100
"""So many go into one mail: what has piled up while nothing was sent comes together, too."""

ON_TIME = timedelta(hours=1)


@service(Reason.SYSTEM)
def gather_mail(*, actor: Actor) -> bool:
    """Take what is urgent, else what has waited longest, and all that goes with it, into a mail, or put it
    off to when its reader wants it; false when nothing is due.
    """
    first = _longest_waiting()
    if first is None:
        return False
    rows = _together(first)
    at = _time_for(first, rows)
    if at > now():
        _update(rows, next_try_at=at)
    else:
        mail = Mail.objects.create(person_id=first.person_id, kind=first.kind)
        _update(rows, next_try_at=None, mail=mail)
    return True


def _longest_waiting() -> Delivery | None:
    """It, with its person held: of whoever another worker holds, nothing is taken."""
    due = Delivery.objects.filter(channel=Channel.EMAIL, next_try_at__lte=now()).order_by("next_try_at", "id")
    held = due.select_for_update(skip_locked=True, no_key=True, of=("self", "person"))
    free = held.select_related("person")
    return free.filter(kind=MailKind.URGENT).first() or free.first()


def _together(first: Delivery) -> list[Delivery]:
    """What waits for the same reader in the same way. A bundle takes in what is not due yet, too."""
    waiting = Delivery.objects.filter(
        person=first.person_id, channel=Channel.EMAIL, kind=first.kind, next_try_at__isnull=False
    )
    if first.kind != MailKind.BUNDLE:
        waiting = waiting.filter(next_try_at__lte=now())
    rows = waiting.select_for_update(no_key=True).order_by("next_try_at", "id")
    return list(rows[:MOST])


def _time_for(first: Delivery, rows: Sequence[Delivery]) -> datetime:
    """When they may go. A bundle waits for more until nothing came for a while, or it is full; mail about the
    safety of an account never waits, and a digest that is on time comes at the hour that was chosen for it.
    """
    at = now()
    if first.kind == MailKind.URGENT:
        return at
    on_time = first.next_try_at is not None and first.next_try_at > at - ON_TIME
    if first.kind in (MailKind.DAILY, MailKind.WEEKLY) and on_time:
        return at
    if first.kind == MailKind.BUNDLE and len(rows) < FULL:
        at = max(at, *(row.next_try_at for row in rows if row.next_try_at))
    return hours_of(first.person).opens(at)


def _update(rows: Sequence[Delivery], **fields: object) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(**fields)
