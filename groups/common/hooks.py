"""What higher rooms add to a group's answers, registered when they start."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from groups.initiative_groups.models import GroupState
from groups.mandates.models import Mandate
from viche.kernel.actor import Actor
from viche.kernel.policy import short_name
from viche.kernel.text import Text

UnreadCounter = Callable[[Actor, Sequence[UUID]], dict[UUID, int]]

_UNREAD: list[UnreadCounter] = []


@dataclass(frozen=True, slots=True)
class GroupStep:
    """An action of a higher room that is open in a group, in some states, to those who hold one of some
    codenames there.
    """

    action: StrEnum
    scope: str
    codenames: frozenset[str]
    states: frozenset[str]


_STEPS: dict[StrEnum, GroupStep] = {}


def group_step(
    action: StrEnum,
    *,
    scope: str,
    codenames: Collection[str],
    states: Collection[str] = frozenset(GroupState),
) -> None:
    """Register an action that `allowed` of a group names, such as starting a thread there."""
    _STEPS[action] = GroupStep(action, scope, frozenset(codenames), frozenset(states))


def steps_open_to(actor: Actor, codenames: Collection[str], state: str) -> list[str]:
    """Short names of the registered actions open in a state to who holds `codenames` on a group."""
    return [
        short_name(step.action)
        for step in _STEPS.values()
        if state in step.states and actor.has_scope(step.scope) and not step.codenames.isdisjoint(codenames)
    ]


def unread_counter(count: UnreadCounter) -> UnreadCounter:
    """Register who counts what `actor` has not read in each of some groups."""
    _UNREAD.append(count)
    return count


def unread_in(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How much `actor` has not read in each group."""
    total = dict.fromkeys(group_ids, 0)
    for count in _UNREAD:
        for group_id, number in count(actor, group_ids).items():
            total[group_id] += number
    return total


# ---- what is heard of organisations ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """That an organisation was heard in a group: how often since a moment, and when last."""

    organisation_id: UUID
    times: int
    last_at: datetime


Listener = Callable[[UUID, datetime], list[Heard]]

LISTENERS: dict[str, Listener] = {}


def listener(channel: str, listen: Listener) -> None:
    """Register who tells how organisations are heard in a group since a moment: `messages`, `attendance` …"""
    LISTENERS[channel] = listen


# ---- milestones that look by themselves --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that says whether a group has reached something. `place` says where it stands among all."""

    place: int
    title: Callable[[], Text]
    reached: Callable[[UUID], bool]


CHECKS: dict[str, Check] = {}


def milestone_check(
    name: str, place: int, title: Callable[[], Text], reached: Callable[[UUID], bool]
) -> None:
    """Register a milestone that looks by itself; new groups begin with it, in the order of `place`."""
    CHECKS[name] = Check(place, title, reached)


# ---- what hangs on a seat ----------------------------------------------------------------------------------


class AfterSeats(Protocol):
    def __call__(self, *, actor: Actor, group_id: UUID) -> None: ...


AFTER_SEATS: list[AfterSeats] = []


def after_seats(settle: AfterSeats) -> None:
    """Register what ends with a seat: called in the transaction in which who sits in a group changes, by
    whatever way and by itself, when their grants are written. The group and what depends on it are held.
    """
    AFTER_SEATS.append(settle)


# ---- what hangs on a post ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Succession:
    """A post that passes on: from one mandate to another, with its seats in some groups.

    In those that are `new` the successor had no seat before.
    """

    before: Mandate
    after: Mandate
    group_ids: frozenset[UUID]
    new: frozenset[UUID]


class TakeOver(Protocol):
    def __call__(self, *, actor: Actor, succession: Succession) -> None: ...


@dataclass(frozen=True, slots=True)
class Heritage:
    """One kind of what hangs on a post: how much of it there is, and how the successor takes it over.

    Counted is only what whole groups read: whoever lets a post pass on need not know more.
    """

    count: Callable[[Mandate, Collection[UUID]], int]
    take_over: TakeOver


HERITAGE: dict[str, Heritage] = {}


def heritage(name: str, *, count: Callable[[Mandate, Collection[UUID]], int], take_over: TakeOver) -> None:
    """Register what of a room passes on with a post: `actions`, `unread_threads` …"""
    HERITAGE[name] = Heritage(count, take_over)
