"""History of a thread besides its messages: facilitation, moves, splits and merges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext, pgettext

from dialogue.export.text import Entry, format_moment
from dialogue.facilitation.models import FloorChange, FloorStep
from dialogue.facilitation.selectors import steps_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from dialogue.transfer.selectors import merges_of, moves_of, splits_of
from groups.models import InitiativeGroup
from groups.selectors import list_groups_known_to
from viche.kernel.actor import Actor
from viche.kernel.text import translate_field

SECONDS_PER_MINUTE = 60
Step = FloorStep | ThreadMove | ThreadSplit | ThreadMerge


@dataclass(frozen=True, slots=True)
class ThreadHistory:
    """The history of a thread, the latest step of each kind first.

    `groups` and `threads` are the other groups and threads that the reader may know.
    """

    thread: Thread
    floor: list[FloorStep]
    moves: list[ThreadMove]
    splits: list[ThreadSplit]
    merges: list[ThreadMerge]
    groups: Mapping[UUID, InitiativeGroup]
    threads: Mapping[UUID, Thread]

    @property
    def told(self) -> list[Entry]:
        """The steps described in the active language, the earliest first. Needs the thread's group."""
        own = [one for one in self.merges if self.thread.pk in (one.thread_id, one.into_id)]
        steps: list[Step] = [*self.floor, *self.moves, *self.splits, *own]
        steps.sort(key=lambda one: (one.at, one.pk))
        return [Entry(self._what(one), self._who(one)) for one in steps]

    def _what(self, step: Step) -> str:
        if isinstance(step, FloorStep):
            return _describe_facilitation(step)
        return self._moved(step) if isinstance(step, ThreadMove) else self._went(step)

    def _went(self, step: ThreadSplit | ThreadMerge) -> str:
        came = step.into_id == self.thread.pk
        told = _describe_split if isinstance(step, ThreadSplit) else _describe_merge
        other = self.threads.get(step.thread_id if came else step.into_id)
        said = told(step.count, came=came)
        return f"{said}: {translate_field(other, 'title')}" if other is not None else said

    def _moved(self, move: ThreadMove) -> str:
        another = pgettext("paper", "another group")
        before, after = (
            translate_field(self.groups[pk], "name") if pk in self.groups else another
            for pk in (move.before_id, move.after_id)
        )
        return pgettext("paper", "Taken to another group: %(before)s → %(after)s") % {
            "before": before,
            "after": after,
        }

    def _who(self, step: Step) -> str:
        by = (
            translate_field(step.person, "name")
            if step.person is not None
            else pgettext("paper", "by itself")
        )
        return ": ".join(filter(None, (f"{by}, {self._when(step.at)}", step.reason)))

    def _when(self, at: datetime) -> str:
        return format_moment(at, self.thread.group.time_zone)


def load_history(actor: Actor, thread: Thread) -> ThreadHistory:
    """Load the history of a thread; groups and threads that `actor` may not read stay unnamed."""
    moves, splits, merges = list(moves_of(thread)), list(splits_of(thread)), list(merges_of(thread))
    went: list[ThreadSplit | ThreadMerge] = [*splits, *merges]
    groups = {pk for one in moves for pk in (one.before_id, one.after_id)}
    threads = {pk for one in went for pk in (one.thread_id, one.into_id)}
    known: Any = list_groups_known_to(actor).filter(pk__in=groups).in_bulk() if groups else {}
    seen: Any = ThreadPolicy().visible_to(actor).filter(pk__in=threads).in_bulk() if threads else {}
    return ThreadHistory(thread, list(steps_of(thread)), moves, splits, merges, known, seen)


def _describe_facilitation(step: FloorStep) -> str:
    if step.what == FloorChange.LOCKED:
        return pgettext("paper", "Discussion paused")
    if step.what == FloorChange.UNLOCKED:
        return pgettext("paper", "Discussion went on")
    if step.successor is not None:
        return pgettext("paper", "Handed over to %(name)s") % {
            "name": translate_field(step.successor.person, "name")
        }
    return _describe_slow_mode(step.seconds or 0)


def _describe_split(count: int, *, came: bool) -> str:
    if came:
        said = ngettext(
            "Began with %(count)d message of another thread",
            "Began with %(count)d messages of another thread",
            count,
        )
    else:
        said = ngettext(
            "%(count)d message was taken out into a thread of its own",
            "%(count)d messages were taken out into a thread of their own",
            count,
        )
    return said % {"count": count}


def _describe_merge(count: int, *, came: bool) -> str:
    if came:
        said = ngettext(
            "Another thread goes on here, with %(count)d message",
            "Another thread goes on here, with %(count)d messages",
            count,
        )
    else:
        said = ngettext(
            "Goes on in another thread, with %(count)d message",
            "Goes on in another thread, with %(count)d messages",
            count,
        )
    return said % {"count": count}


def _describe_slow_mode(seconds: int) -> str:
    if not seconds:
        return pgettext("paper", "Slow mode switched off")
    if seconds < SECONDS_PER_MINUTE:
        said = ngettext(
            "Slow mode: each waits %(count)d second between two messages",
            "Slow mode: each waits %(count)d seconds between two messages",
            seconds,
        )
        return said % {"count": seconds}
    minutes = seconds // SECONDS_PER_MINUTE
    said = ngettext(
        "Slow mode: each waits %(count)d minute between two messages",
        "Slow mode: each waits %(count)d minutes between two messages",
        minutes,
    )
    return said % {"count": minutes}
