"""Whom this room tells of the days between which a thread stands open."""

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
from dialogue.reading.notifications import mute_offer
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import read_of
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.selectors import who_leads
from groups.common.texts import local
from groups.policies import FACILITATE, holders
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

LEADS, FOLLOWS = "leads", "follows"


def concerned(event: Event) -> Iterable[Recipient]:
    """Who follows the thread, the day before its last one; on that day and later who leads it, also where
    they mute it; else who leads its group and reads it.
    """
    thread = Thread.objects.select_related("group").get(pk=event.subject_id)
    reading = threads_selectors.people_reading(thread)
    if event.data["stage"] == Stage.NEAR:
        levels = reading_selectors.attention_to(thread)
        follow = {pk for pk, level in levels.items() if level == Attention.ALL}
        return [Recipient(pk, FOLLOWS) for pk in sorted(follow & reading)]
    leaders = who_leads(thread) or reading.intersection(holders(thread.group, FACILITATE))
    return [Recipient(pk, LEADS) for pk in sorted(leaders & reading)]


def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words about threads that the reader sees, as long as they stand as they were told of: one that is
    summed up, or has another day, is not told of any more.
    """
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
        if thread is not None and (stage == Stage.NEAR or thread.pk in led) and _stands(thread, stage, day):
            words = _words(thread, stage, day)
            found[one.pk] = replace(words, mute=mute_offer(reader, thread)) if stage == Stage.NEAR else words
    return found


def not_muted(reader: Actor, notifications: Sequence[Notification]) -> list[Notification]:
    """Those about threads that the reader leads, or has not muted since."""
    rows = ThreadAttention.objects.filter(
        person=reader.person_id, level=Attention.MUTED, thread__in={one.subject_id for one in notifications}
    )
    muted = set(rows.values_list("thread", flat=True))
    return [one for one in notifications if one.reason != FOLLOWS or one.subject_id not in muted]


def _stands(thread: Thread, stage: str, day: date) -> bool:
    if stage == Stage.NOT_OPENED:
        return thread.is_draft and thread.opens_on is None
    return thread.state == ThreadState.OPEN and thread.closes_on == day


def _words(thread: Thread, stage: str, day: date) -> Words:
    """The day is said as a day: the words must hold when they are read."""

    def title() -> str:
        said = {
            Stage.NEAR: _("Open until %(day)s: %(thread)s"),
            Stage.LAST_DAY: _("%(day)s is the last day of a thread: %(thread)s"),
            Stage.PASSED: _("The time of a thread ran out on %(day)s: %(thread)s"),
            Stage.NOT_OPENED: _("A draft was not opened on %(day)s: %(thread)s"),
        }
        return said[Stage(stage)] % {"day": date_format(day, "j E Y"), "thread": local(thread, "title")}

    return Words(
        title=in_both(title),
        body=in_both(lambda: _what(stage)),
        reason=in_both(lambda: _why(stage)),
        url=f"/threads/{thread.pk}",
        action=in_both(lambda: _("Open the thread")),
        shows=tuple(read_of(thread)),
    )


def _what(stage: str) -> str:
    said = {
        Stage.NEAR: _("Say in it what you want to be heard while it stands open."),
        Stage.LAST_DAY: _("Nothing closes by itself: sum it up when the talk is over, or set a later day."),
        Stage.PASSED: _("People can still write in it. Sum it up, or set a later day."),
        Stage.NOT_OPENED: _("Whoever set this day may not open it any more. Open it, or set another day."),
    }
    return said[Stage(stage)]


def _why(stage: str) -> str:
    if stage == Stage.NEAR:
        return _("You get this because you follow the thread.")
    return _("You get this because you lead the thread or its group.")


notice(ThreadTermDue.kind, topic=Topic.DIALOGUE, recipients=concerned, render=render, wanted=not_muted)
