"""Delivery of push notifications to browsers.

What is due for one person is claimed, pushed as one message to all of their devices, and marked, in one
transaction: two workers never push the same. It counts as sent when one device accepted it. Whether a push
service whose connection broke had accepted the message is unknown: then it is pushed again (at least once),
and replaces the first on the screen.

A message holds no text, only the id of the newest notification: the browser fetches the text when it shows
it, as the person signed in then. So a push service that keeps a message for an offline phone learns nothing.
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
from viche.notifications.devices import list_reachable_devices
from viche.notifications.hours import hours_of
from viche.notifications.models import Channel, Delivery, DeliveryState, MailKind, Mode, PushSubscription
from viche.notifications.preferences import Choices
from viche.notifications.selectors import texts_of
from viche.notifications.services.devices import delete_subscription
from viche.notifications.webpush.encryption import SubscriptionKeys
from viche.notifications.webpush.keys import decode_base64url, find_key
from viche.notifications.webpush.push_client import PushMessage, PushOutcome, PushResult, send_messages

logger = logging.getLogger(__name__)

MAX_BATCH_SIZE = 50
# About an hour of retries; after that the inbox is enough.
MAX_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=30)
TIME_TO_LIVE = timedelta(days=1)


@service(Reason.SYSTEM)
def push_next_news(*, actor: Actor) -> bool:
    """Push the most urgent or longest waiting deliveries of a person; False when none are due."""
    rows = _claim_due()
    if not rows:
        return False
    person, urgent = rows[0].person, rows[0].kind == MailKind.URGENT
    opens = now() if urgent else hours_of(person).opens(now())
    if opens > now():
        _update(rows, next_try_at=opens)
        return True
    told = _filter_visible(person, rows)
    _finish_deliveries([row for row in rows if row not in told], DeliveryState.DROPPED)
    if told:
        _apply_results(told, _push_to_devices(actor, person, told, urgent=urgent))
    return True


def _claim_due() -> list[Delivery]:
    """Lock what is due in the same way for one person; skip what another worker holds."""
    due = Delivery.objects.filter(channel=Channel.PUSH, next_try_at__lte=now()).order_by("next_try_at", "id")
    free = due.select_for_update(skip_locked=True, no_key=True, of=("self",))
    first = free.filter(kind=MailKind.URGENT).first() or free.first()
    if first is None:
        return []
    rows = free.filter(person=first.person_id, kind=first.kind)
    return list(rows.select_related("person", "notification__event")[:MAX_BATCH_SIZE])


def _filter_visible(person: User, rows: Sequence[Delivery]) -> list[Delivery]:
    """Return the deliveries that the person may still see, wants, and has not read."""
    if not person.is_active:
        return []
    choices = Choices.of([person.pk], Channel.PUSH)
    unread = [row.notification for row in rows if row.notification.read_at is None]
    wanted = [one for one in unread if choices.for_notification(one) != Mode.OFF]
    words = texts_of(Actor.for_person(person.pk), wanted, outside=True)
    return [row for row in rows if row.notification_id in words]


def _push_to_devices(
    actor: Actor, person: User, told: Sequence[Delivery], *, urgent: bool
) -> list[PushResult]:
    """Push to each device, record the results, and return them."""
    newest = max(row.notification_id for row in told)
    said = {"id": str(newest), "language": person.language, "more": len(told) - 1}
    devices = [(one, key) for one in list_reachable_devices(person.pk) if (key := find_key(one.server_key))]
    answers = send_messages(
        [
            PushMessage(
                endpoint=device.endpoint,
                reader=SubscriptionKeys(decode_base64url(device.public), decode_base64url(device.secret)),
                key=key,
                text=json.dumps(said).encode(),
                urgent=urgent,
                topic="account" if urgent else "news",
                lasts=int(TIME_TO_LIVE.total_seconds()),
            )
            for device, key in devices
        ]
    )
    for (device, _key), answer in zip(devices, answers, strict=True):
        _record_result(actor, device, answer)
    return answers


def _record_result(actor: Actor, device: PushSubscription, answer: PushResult) -> None:
    if answer.fate == PushOutcome.GONE:
        delete_subscription(actor=actor, subscription_id=device.pk)
        return
    took = answer.fate == PushOutcome.TAKEN
    facts = {"pushed_at": now(), "failing_since": None} if took else {"failing_since": now()}
    rows = PushSubscription.objects.filter(pk=device.pk)
    (rows if took else rows.filter(failing_since=None)).update(**facts)


def _apply_results(told: Sequence[Delivery], answers: Sequence[PushResult]) -> None:
    """Mark as sent when one device accepted, retry when one may later, else drop or fail."""
    fates = {one.fate for one in answers}
    attempts = max(row.attempts for row in told) + 1
    error = next((one.code for one in answers if one.fate != PushOutcome.TAKEN), "")
    if PushOutcome.TAKEN in fates:
        _finish_deliveries(told, DeliveryState.SENT, attempts=attempts, sent_at=now())
    elif PushOutcome.LATER in fates and attempts < MAX_ATTEMPTS:
        asked = timedelta(seconds=max(one.wait for one in answers))
        at = _get_next_try(told[0], max(_get_delay(attempts), asked))
        _update(told, attempts=attempts, next_try_at=at, last_error=error)
        logger.warning("push_failed", extra={"attempt": attempts, "error": error})
    else:
        failed = fates & {PushOutcome.LATER, PushOutcome.REFUSED}
        state = DeliveryState.FAILED if failed else DeliveryState.DROPPED
        _finish_deliveries(told, state, attempts=attempts, last_error=error)


def _get_next_try(row: Delivery, delay: timedelta) -> datetime:
    at = now() + delay
    return at if row.kind == MailKind.URGENT else hours_of(row.person).opens(at)


def _get_delay(attempts: int) -> timedelta:
    """Return an exponential backoff with 20 % jitter, so that retries do not coincide."""
    delay: timedelta = FIRST_DELAY * 2 ** (attempts - 1)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret


def _finish_deliveries(rows: Sequence[Delivery], state: DeliveryState, **facts: object) -> None:
    _update(rows, state=state, next_try_at=None, **facts)


def _update(rows: Sequence[Delivery], **fields: object) -> None:
    if rows:
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(**fields)
