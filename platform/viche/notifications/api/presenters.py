"""Presenters: from rows to the shapes of the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any, cast

from viche.accounts.models import Session
from viche.kernel.actor import Actor
from viche.notifications.api import shapes
from viche.notifications.api.shapes import (
    DeliveryOut,
    GroupChoice,
    MailHours,
    NotificationAbout,
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
from viche.notifications.notices import NotificationText, find_about
from viche.notifications.preferences import GroupPreference, Modes, get_chosen_modes, list_group_preferences
from viche.notifications.selectors import find_undeliverable_address, texts_of


def load_texts(
    reader: Actor, rows: Sequence[Notification], *, needs_answer: bool | None = None
) -> list[tuple[Notification, NotificationText]]:
    """Return the notifications that the reader can still see, in order, with what they say and show.

    With `needs_answer` only those in this part of the inbox.
    """
    words = texts_of(reader, rows)
    shown = [(row, words[row.pk]) for row in rows if row.pk in words]
    return [one for one in shown if needs_answer is None or one[1].needs_answer == needs_answer]


def show_notification(row: Notification, words: NotificationText) -> NotificationOut:
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
        "about": _show_about(row),
        "needs_answer": words.needs_answer,
        "restricted": words.restricted,
        "created_at": row.created_at,
        "read_at": row.read_at,
    }


def _show_about(row: Notification) -> NotificationAbout | None:
    about = find_about(row)
    return None if about is None else {"kind": cast("Any", about[0]), "id": about[1]}


def show_preferences(reader: Actor, sheet: PreferenceSheet) -> NotificationPreferences:
    """Return all choices with their present values."""
    return {
        "topics": [
            _show_topic_choice(topic, modes) for topic, modes in get_chosen_modes(sheet.person_id).items()
        ],
        "groups": [_show_group_choice(one) for one in list_group_preferences(reader, sheet.person_id)],
        "hours": _show_hours(sheet),
        "undeliverable": _show_refused_address(sheet),
        "version": sheet.version,
    }


def _show_group_choice(one: GroupPreference) -> GroupChoice:
    return {
        "group": one.group_id,
        "topic": cast("shapes.TopicName", one.topic.value),
        "email": cast("shapes.ModeName | None", one.modes.get(Channel.EMAIL)),
        "push": cast("shapes.PushModeName | None", one.modes.get(Channel.PUSH)),
    }


def _show_topic_choice(topic: Topic, modes: Modes) -> TopicChoice:
    return {
        "topic": cast("shapes.TopicName", topic.value),
        "email": cast("shapes.ModeName", modes[Channel.EMAIL].value),
        "push": cast("shapes.PushModeName", modes[Channel.PUSH].value),
        "fixed": topic == Topic.ACCOUNT,
    }


def _show_hours(sheet: PreferenceSheet) -> MailHours:
    return {
        "quiet_from": _format_time(sheet.quiet_from) if sheet.quiet_from else None,
        "quiet_until": _format_time(sheet.quiet_until) if sheet.quiet_until else None,
        "working_days": sheet.working_days,
        "holidays_off": sheet.holidays_off,
        "digest_at": _format_time(sheet.digest_at),
    }


def _format_time(at: time) -> str:
    return f"{at:%H:%M}"


def _show_refused_address(sheet: PreferenceSheet) -> RefusedAddress | None:
    found = find_undeliverable_address(sheet.person)
    return {"address": found.address, "since": found.since} if found else None


def show_deliveries(actor: Actor, rows: Sequence[Delivery]) -> list[DeliveryOut]:
    """Return the delivery log of one person, with present texts."""
    words = texts_of(actor, [row.notification for row in rows])
    return [_show_delivery(row, words.get(row.notification_id)) for row in rows]


def _show_delivery(row: Delivery, words: NotificationText | None) -> DeliveryOut:
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


def show_device(row: PushSubscription, sign_in: Session, actor: Actor) -> PushSubscriptionOut:
    """Return a subscribed browser with the user agent of its session."""
    return {
        "id": row.pk,
        "user_agent": sign_in.user_agent,
        "created_at": row.created_at,
        "pushed_at": row.pushed_at,
        "failing_since": row.failing_since,
        "current": sign_in.session_key == actor.session_id,
    }
