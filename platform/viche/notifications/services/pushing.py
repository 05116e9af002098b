"""Push what waits to the browsers of its people.

What is due for one person is claimed, pushed as one message to all of their devices, and marked, in one
transaction: two workers never push the same. It has reached its person when one device took it. What the
database cannot know is whether a push service that broke off had taken it: then it comes again, and takes the
place of the first on the screen.

A message holds no words, only the id of the newest: a browser asks for them when it shows them, as who is
signed in there then. So what a push service keeps for a phone without a line tells nothing later either.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.notifications.devices import reachable
from viche.notifications.hours import hours_of
from viche.notifications.models import Channel, Delivery, DeliveryState, MailKind, Mode, PushSubscription
from viche.notifications.preferences import Choices
from viche.notifications.selectors import words_of
from viche.notifications.services.devices import forget_browser
from viche.notifications.webpush.keys import from_text, key_of
from viche.notifications.webpush.posting import Answer, Fate, Message, post_all
from viche.notifications.webpush.sealing import Reader

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 50
# Tried for about an hour: later, the inbox tells it better.
MOST_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=30)
LASTS = timedelta(days=1)


@service(Reason.SYSTEM)
def push_next_news(*, actor: Actor) -> bool:
    """Deal with what is urgent, else with what has waited longest, and all that goes with it; false when
    nothing is due.
    """
    rows = _claimed()
    if not rows:
        return False
    person, urgent = rows[0].person, rows[0].kind == MailKind.URGENT
    opens = now() if urgent else hours_of(person).opens(now())
    if opens > now():
        _update(rows, next_try_at=opens)
        return True
    told = _told(person, rows)
    _settle([row for row in rows if row not in told], DeliveryState.DROPPED)
    if told:
        _conclude(told, _pushed(actor, person, told, urgent=urgent))
    return True


def _claimed() -> list[Delivery]:
    """All that is due in the same way for the person whose turn it is; what another worker holds is left."""
    due = Delivery.objects.filter(channel=Channel.PUSH, next_try_at__lte=now()).order_by("next_try_at", "id")
    free = due.select_for_update(skip_locked=True, no_key=True, of=("self",))
    first = free.filter(kind=MailKind.URGENT).first() or free.first()
    if first is None:
        return []
    rows = free.filter(person=first.person_id, kind=first.kind)
    return list(rows.select_related("person", "notification__event")[:MOST_AT_ONCE])


def _told(person: User, rows: Sequence[Delivery]) -> list[Delivery]:
    """What of it they may still see, want, and have not read meanwhile."""
    if not person.is_active:
        return []
    choices = Choices.of([person.pk], Channel.PUSH)
    unread = [row.notification for row in rows if row.notification.read_at is None]
    wanted = [one for one in unread if choices.for_notification(one) != Mode.OFF]
    words = words_of(Actor.for_person(person.pk), wanted, outside=True)
    return [row for row in rows if row.notification_id in words]


def _pushed(actor: Actor, person: User, told: Sequence[Delivery], *, urgent: bool) -> list[Answer]:
    """Push it to each device, remember how that went, and return what their services said."""
    newest = max(row.notification_id for row in told)
    said = {"id": str(newest), "language": person.language, "more": len(told) - 1}
    devices = [(one, key) for one in reachable(person.pk) if (key := key_of(one.server_key))]
    answers = post_all(
        [
            Message(
                endpoint=device.endpoint,
                reader=Reader(from_text(device.public), from_text(device.secret)),
                key=key,
                text=json.dumps(said).encode(),
                urgent=urgent,
                topic="account" if urgent else "news",
                lasts=int(LASTS.total_seconds()),
            )
            for device, key in devices
        ]
    )
    for (device, _key), answer in zip(devices, answers, strict=True):
        _note(actor, device, answer)
    return answers


def _note(actor: Actor, device: PushSubscription, answer: Answer) -> None:
    if answer.fate == Fate.GONE:
        forget_browser(actor=actor, subscription_id=device.pk)
        return
    took = answer.fate == Fate.TAKEN
    facts = {"pushed_at": now(), "failing_since": None} if took else {"failing_since": now()}
    rows = PushSubscription.objects.filter(pk=device.pk)
    (rows if took else rows.filter(failing_since=None)).update(**facts)


def _conclude(told: Sequence[Delivery], answers: Sequence[Answer]) -> None:
    """It is sent when one device took it, waits when one may later, and is dropped when there is none."""
    fates = {one.fate for one in answers}
    attempts = max(row.attempts for row in told) + 1
    error = next((one.code for one in answers if one.fate != Fate.TAKEN), "")
    if Fate.TAKEN in fates:
        _settle(told, DeliveryState.SENT, attempts=attempts, sent_at=now())
    elif Fate.LATER in fates and attempts < MOST_ATTEMPTS:
        asked = timedelta(seconds=max(one.wait for one in answers))
        at = _next_try(told[0], max(_delay(attempts), asked))
        _update(told, attempts=attempts, next_try_at=at, last_error=error)
        logger.warning("push_failed", extra={"attempt": attempts, "error": error})
    else:
        failed = fates & {Fate.LATER, Fate.REFUSED}
        state = DeliveryState.FAILED if failed else DeliveryState.DROPPED
        _settle(told, state, attempts=attempts, last_error=error)


def _next_try(row: Delivery, delay: timedelta) -> datetime:
    at = now() + delay
    return at if row.kind == MailKind.URGENT else hours_of(row.person).opens(at)


def _delay(attempts: int) -> timedelta:
    """Twice as long each time, with a fifth of chance, so that many do not come back at once."""
    delay: timedelta = FIRST_DELAY * 2 ** (attempts - 1)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret


def _settle(rows: Sequence[Delivery], state: DeliveryState, **facts: object) -> None:
    _update(rows, state=state, next_try_at=None, **facts)


def _update(rows: Sequence[Delivery], **fields: object) -> None:
    if rows:
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(**fields)
