"""From rows to the shapes of the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any, cast

from viche.accounts.models import Session
from viche.kernel.actor import Actor
from viche.kernel.reads import Way, note_reads
from viche.notifications.api import shapes
from viche.notifications.api.shapes import (
    DeliveryOut,
    GroupChoice,
    MailHours,
    NotificationOut,
    NotificationPreferences,
    PushSubscriptionOut,
    RefusedAddress,
    TopicChoice,
)
from viche.notifications.models import (
    Channel,
    Delivery,
    Notification,
    PreferenceSheet,
    PushSubscription,
    Topic,
)
from viche.notifications.notices import Words
from viche.notifications.preferences import InGroup, Modes, chosen, chosen_in_groups
from viche.notifications.selectors import undeliverable, words_of


def notifications(reader: Actor, rows: Sequence[Notification], *, way: Way) -> list[NotificationOut]:
    """Those of the rows that the reader can still see, in their order; what they show is written down."""
    words = words_of(reader, rows)
    note_reads(reader, [read for one in words.values() for read in one.shows], way)
    return [notification(row, words[row.pk]) for row in rows if row.pk in words]


def notification(row: Notification, words: Words) -> NotificationOut:
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": words.title,
        "body": words.body,
        "reason": words.reason,
        "url": words.url,
        "offers": [
            {"do": one.do, "label": one.label, "about": one.about, "url": one.url} for one in words.offers
        ],
        "created_at": row.created_at,
        "read_at": row.read_at,
    }


def preferences(reader: Actor, sheet: PreferenceSheet) -> NotificationPreferences:
    """Everything that can be chosen, as it is now."""
    return {
        "topics": [_choice(topic, modes) for topic, modes in chosen(sheet.person_id).items()],
        "groups": [_in_group(one) for one in chosen_in_groups(reader, sheet.person_id)],
        "hours": _hours(sheet),
        "undeliverable": _refused(sheet),
        "version": sheet.version,
    }


def _in_group(one: InGroup) -> GroupChoice:
    return {
        "group": one.group_id,
        "topic": cast("shapes.TopicName", one.topic.value),
        "email": cast("shapes.ModeName | None", one.modes.get(Channel.EMAIL)),
        "push": cast("shapes.PushModeName | None", one.modes.get(Channel.PUSH)),
    }


def _choice(topic: Topic, modes: Modes) -> TopicChoice:
    return {
        "topic": cast("shapes.TopicName", topic.value),
        "email": cast("shapes.ModeName", modes[Channel.EMAIL].value),
        "push": cast("shapes.PushModeName", modes[Channel.PUSH].value),
        "fixed": topic == Topic.ACCOUNT,
    }


def _hours(sheet: PreferenceSheet) -> MailHours:
    return {
        "quiet_from": _wall(sheet.quiet_from) if sheet.quiet_from else None,
        "quiet_until": _wall(sheet.quiet_until) if sheet.quiet_until else None,
        "working_days": sheet.working_days,
        "holidays_off": sheet.holidays_off,
        "digest_at": _wall(sheet.digest_at),
    }


def _wall(at: time) -> str:
    return f"{at:%H:%M}"


def _refused(sheet: PreferenceSheet) -> RefusedAddress | None:
    found = undeliverable(sheet.person)
    return {"address": found.address, "since": found.since} if found else None


def deliveries(reader: Actor, rows: Sequence[Delivery]) -> list[DeliveryOut]:
    """The log of one person, in the words that hold now."""
    words = words_of(reader, [row.notification for row in rows])
    return [_delivery(row, words.get(row.notification_id)) for row in rows]


def _delivery(row: Delivery, words: Words | None) -> DeliveryOut:
    return {
        "id": row.pk,
        "channel": cast("Any", row.channel),
        "state": cast("Any", row.state),
        "title": words.title if words else None,
        "url": words.url if words else None,
        "created_at": row.notification.created_at,
        "due_at": row.next_try_at,
        "sent_at": row.sent_at,
        "error": row.last_error,
    }


def device(row: PushSubscription, sign_in: Session, actor: Actor) -> PushSubscriptionOut:
    """A browser to which news is pushed, by the name that it gave itself at its sign-in."""
    return {
        "id": row.pk,
        "user_agent": sign_in.user_agent,
        "created_at": row.created_at,
        "pushed_at": row.pushed_at,
        "failing_since": row.failing_since,
        "current": sign_in.session_key == actor.session_id,
    }
