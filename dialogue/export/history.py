"""What was done with a thread besides talking in it: who may speak and leads, where it and parts of it go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext, pgettext

from dialogue.export.text import Asked, moment
from dialogue.facilitation.models import FloorChange, FloorStep
from dialogue.facilitation.selectors import steps_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from dialogue.transfer.selectors import merges_of, moves_of, splits_of
from groups.common.texts import local
from groups.models import InitiativeGroup
from groups.selectors import groups_known_to
from viche.kernel.actor import Actor

MINUTE = 60
Step = FloorStep | ThreadMove | ThreadSplit | ThreadMerge


@dataclass(frozen=True, slots=True)
class Course:
    """The steps of a thread, the latest of each kind first, with the other groups and threads of which its
    reader may know.
    """

    thread: Thread
    floor: list[FloorStep]
    moves: list[ThreadMove]
    splits: list[ThreadSplit]
    merges: list[ThreadMerge]
    groups: Mapping[UUID, InitiativeGroup]
    threads: Mapping[UUID, Thread]

    @property
    def told(self) -> list[Asked]:
        """In words of the present language, the first step first. Needs the thread's group."""
        own = [one for one in self.merges if self.thread.pk in (one.thread_id, one.into_id)]
        steps: list[Step] = [*self.floor, *self.moves, *self.splits, *own]
        steps.sort(key=lambda one: (one.at, one.pk))
        return [Asked(self._what(one), self._who(one)) for one in steps]

    def _what(self, step: Step) -> str:
        if isinstance(step, FloorStep):
            return _of_floor(step)
        return self._moved(step) if isinstance(step, ThreadMove) else self._went(step)

    def _went(self, step: ThreadSplit | ThreadMerge) -> str:
        came = step.into_id == self.thread.pk
        told = _split if isinstance(step, ThreadSplit) else _merged
        other = self.threads.get(step.thread_id if came else step.into_id)
        said = told(step.count, came=came)
        return f"{said}: {local(other, 'title')}" if other is not None else said

    def _moved(self, move: ThreadMove) -> str:
        another = pgettext("paper", "another group")
        before, after = (
            local(self.groups[pk], "name") if pk in self.groups else another
            for pk in (move.before_id, move.after_id)
        )
        return pgettext("paper", "Taken to another group: %(before)s → %(after)s") % {
            "before": before,
            "after": after,
        }

    def _who(self, step: Step) -> str:
        by = local(step.person, "name") if step.person is not None else pgettext("paper", "by itself")
        return ": ".join(filter(None, (f"{by}, {self._when(step.at)}", step.reason)))

    def _when(self, at: datetime) -> str:
        return moment(at, self.thread.group.time_zone)


def course_of(actor: Actor, thread: Thread) -> Course:
    """Of groups and threads that `actor` may not know or see no name is told."""
    moves, splits, merges = list(moves_of(thread)), list(splits_of(thread)), list(merges_of(thread))
    went: list[ThreadSplit | ThreadMerge] = [*splits, *merges]
    groups = {pk for one in moves for pk in (one.before_id, one.after_id)}
    threads = {pk for one in went for pk in (one.thread_id, one.into_id)}
    known: Any = groups_known_to(actor).filter(pk__in=groups).in_bulk() if groups else {}
    seen: Any = ThreadPolicy().visible_to(actor).filter(pk__in=threads).in_bulk() if threads else {}
    return Course(thread, list(steps_of(thread)), moves, splits, merges, known, seen)


def _of_floor(step: FloorStep) -> str:
    if step.what == FloorChange.LOCKED:
        return pgettext("paper", "Discussion paused")
    if step.what == FloorChange.UNLOCKED:
        return pgettext("paper", "Discussion went on")
    if step.successor is not None:
        return pgettext("paper", "Handed over to %(name)s") % {"name": local(step.successor.person, "name")}
    return _pace(step.seconds or 0)


def _split(count: int, *, came: bool) -> str:
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


def _merged(count: int, *, came: bool) -> str:
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


def _pace(seconds: int) -> str:
    if not seconds:
        return pgettext("paper", "Slow mode switched off")
    if seconds < MINUTE:
        said = ngettext(
            "Slow mode: each waits %(count)d second between two messages",
            "Slow mode: each waits %(count)d seconds between two messages",
            seconds,
        )
        return said % {"count": seconds}
    minutes = seconds // MINUTE
    said = ngettext(
        "Slow mode: each waits %(count)d minute between two messages",
        "Slow mode: each waits %(count)d minutes between two messages",
        minutes,
    )
    return said % {"count": minutes}
