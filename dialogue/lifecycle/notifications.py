"""Notifications of the opening and closing days of threads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogue.lifecycle.events import Stage, ThreadTermDue
from dialogue.reading import selectors as reading_selectors
from dialogue.reading.models import Attention, ThreadAttention
from dialogue.reading.notifications import build_mute_offer
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import read_of
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.selectors import list_facilitating_reader_ids
from groups.policies import FACILITATE, list_grantees_of
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice

LEADS, FOLLOWS = "leads", "follows"


def list_recipients(event: Event) -> Iterable[Recipient]:
    """Return the followers the day before the last one, the facilitators from then on.

    The facilitators are notified even if they mute the thread; if it has none, the facilitators of its group
    who may read it are.
    """
    thread = Thread.objects.select_related("group").get(pk=event.subject_id)
    reading = threads_selectors.list_reader_ids(thread)
    if event.data["stage"] == Stage.NEAR:
        levels = reading_selectors.get_notification_levels_of(thread)
        follow = {pk for pk, level in levels.items() if level == Attention.ALL}
        return [Recipient(pk, FOLLOWS) for pk in sorted(follow & reading)]
    leaders = list_facilitating_reader_ids(thread) or reading.intersection(
        list_grantees_of(thread.group, FACILITATE)
    )
    return [Recipient(pk, LEADS) for pk in sorted(leaders & reading)]


def render_notifications(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Render notifications that still match the state and the day of a visible thread."""
    rows = ThreadPolicy().visible_to(reader).filter(pk__in={one.subject_id for one in notifications})
    threads = {row.pk: row for row in rows.select_related("group")}
    led = {
        row.pk
        for action in (Action.OPEN, Action.SUMMARISE)
        for row in ThreadPolicy().permitted(reader, action, list(threads.values()))
    }
    found = {}
    for one in notifications:
        thread, stage = threads.get(one.subject_id), one.event.data["stage"]
        day = date.fromisoformat(one.event.data["day"])
        if (
            thread is not None
            and (stage == Stage.NEAR or thread.pk in led)
            and _is_current(thread, stage, day)
        ):
            words = _render_one(thread, stage, day)
            found[one.pk] = (
                replace(words, mute=build_mute_offer(reader, thread)) if stage == Stage.NEAR else words
            )
    return found


def exclude_muted(reader: Actor, notifications: Sequence[Notification]) -> list[Notification]:
    """Return the notifications about threads that the reader facilitates or has not muted since."""
    rows = ThreadAttention.objects.filter(
        person=reader.person_id, level=Attention.MUTED, thread__in={one.subject_id for one in notifications}
    )
    muted = set(rows.values_list("thread", flat=True))
    return [one for one in notifications if one.reason != FOLLOWS or one.subject_id not in muted]


def _is_current(thread: Thread, stage: str, day: date) -> bool:
    if stage == Stage.NOT_OPENED:
        return thread.is_draft and thread.opens_on is None
    return thread.state == ThreadState.OPEN and thread.closes_on == day


def _render_one(thread: Thread, stage: str, day: date) -> NotificationText:
    """Render one notification with an absolute date, which is still true when it is read."""

    def title() -> str:
        said = {
            Stage.NEAR: _("Open until %(day)s: %(thread)s"),
            Stage.LAST_DAY: _("%(day)s is the last day of a thread: %(thread)s"),
            Stage.PASSED: _("The time of a thread ran out on %(day)s: %(thread)s"),
            Stage.NOT_OPENED: _("A draft was not opened on %(day)s: %(thread)s"),
        }
        return said[Stage(stage)] % {
            "day": date_format(day, "j E Y"),
            "thread": translate_field(thread, "title"),
        }

    return NotificationText(
        title=render_bilingual(title),
        body=render_bilingual(lambda: _describe_body(stage)),
        reason=render_bilingual(lambda: _describe_reason(stage)),
        url=f"/threads/{thread.pk}",
        action=render_bilingual(lambda: _("Open the thread")),
        shows=tuple(read_of(thread)),
    )


def _describe_body(stage: str) -> str:
    said = {
        Stage.NEAR: _("Say in it what you want to be heard while it stands open."),
        Stage.LAST_DAY: _("Nothing closes by itself: sum it up when the talk is over, or set a later day."),
        Stage.PASSED: _("People can still write in it. Sum it up, or set a later day."),
        Stage.NOT_OPENED: _("Whoever set this day may not open it any more. Open it, or set another day."),
    }
    return said[Stage(stage)]


def _describe_reason(stage: str) -> str:
    if stage == Stage.NEAR:
        return _("You get this because you follow the thread.")
    return _("You get this because you lead the thread or its group.")


register_notice(
    ThreadTermDue.kind,
    topic=Topic.DIALOGUE,
    recipients=list_recipients,
    render=render_notifications,
    wanted=exclude_muted,
)
