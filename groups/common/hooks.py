"""Hooks by which other apps extend a group's responses and services, registered at start-up."""

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
from viche.kernel.policy import list_action_names, short_name_of
from viche.kernel.text import Text

UnreadCounter = Callable[[Actor, Sequence[UUID]], dict[UUID, int]]

_UNREAD: list[UnreadCounter] = []


@dataclass(frozen=True, slots=True)
class GroupStep:
    """An action of another app in a group, open in some states to holders of one of some codenames."""

    action: StrEnum
    scope: str
    codenames: frozenset[str]
    states: frozenset[str]


_STEPS: dict[StrEnum, GroupStep] = {}


def register_group_step(
    action: StrEnum,
    *,
    scope: str,
    codenames: Collection[str],
    states: Collection[str] = frozenset(GroupState),
) -> None:
    """Register an action that `allowed` of a group lists, such as starting a thread there."""
    _STEPS[action] = GroupStep(action, scope, frozenset(codenames), frozenset(states))


def list_group_action_names() -> list[str]:
    """Return the short names of all actions that `allowed` of a group may list."""
    return sorted({*list_action_names("group"), *map(short_name_of, _STEPS)})


def list_open_steps(actor: Actor, codenames: Collection[str], state: str) -> list[str]:
    """Return short names of the actions open in `state` to an actor with these codenames."""
    return [
        short_name_of(step.action)
        for step in _STEPS.values()
        if state in step.states and actor.has_scope(step.scope) and not step.codenames.isdisjoint(codenames)
    ]


def register_unread_counter(count: UnreadCounter) -> UnreadCounter:
    """Register a function that counts what `actor` has not read in each of some groups."""
    _UNREAD.append(count)
    return count


def count_unread_in(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the number of unread items of `actor` in each group, summed over all counters."""
    total = dict.fromkeys(group_ids, 0)
    for count in _UNREAD:
        for group_id, number in count(actor, group_ids).items():
            total[group_id] += number
    return total


# ---- participation of organisations ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ParticipationCount:
    """How often an organisation took part in a group since a given moment, and when last."""

    organisation_id: UUID
    times: int
    last_at: datetime


ParticipationCounter = Callable[[UUID, datetime], list[ParticipationCount]]

PARTICIPATION_COUNTERS: dict[str, ParticipationCounter] = {}


def register_participation_counter(channel: str, listen: ParticipationCounter) -> None:
    """Register a function that counts how organisations took part in a group since a moment.

    `channel` is what the function counts, such as `messages`.
    """
    PARTICIPATION_COUNTERS[channel] = listen


# ---- automatic milestones ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MilestoneCheck:
    """A rule that decides whether a milestone is reached. `place` is its position in the list."""

    place: int
    title: Callable[[], Text]
    reached: Callable[[UUID], bool]


MILESTONE_CHECKS: dict[str, MilestoneCheck] = {}


def register_milestone_check(
    name: str, place: int, title: Callable[[], Text], reached: Callable[[UUID], bool]
) -> None:
    """Register an automatic milestone; new groups get it by default, in the order of `place`."""
    MILESTONE_CHECKS[name] = MilestoneCheck(place, title, reached)


# ---- effects of seat changes -------------------------------------------------------------------------------


class SeatChangeHook(Protocol):
    def __call__(self, *, actor: Actor, group_id: UUID) -> None: ...


SEAT_CHANGE_HOOKS: list[SeatChangeHook] = []


def register_seat_change_hook(settle: SeatChangeHook) -> None:
    """Register a hook that ends what depends on a seat.

    It is called in the transaction that writes the grants of a group after its seats changed, by a service or
    by the passing of time. The group and its dependent containers are locked.
    """
    SEAT_CHANGE_HOOKS.append(settle)


# ---- handover of a post ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Succession:
    """The transfer of a post from one mandate to another, with its seats in some groups.

    In the groups that are `new` the successor had no seat before.
    """

    before: Mandate
    after: Mandate
    group_ids: frozenset[UUID]
    new: frozenset[UUID]


class HandoverHook(Protocol):
    def __call__(self, *, actor: Actor, succession: Succession) -> None: ...


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """One kind of object that is handed over with a post: how to count it and how to transfer it.

    Only objects that whole groups may read are counted: the actor who transfers the post need not know more.
    """

    count: Callable[[Mandate, Collection[UUID]], int]
    take_over: HandoverHook


HANDOVER_ITEMS: dict[str, HandoverItem] = {}


def register_handover_item(
    name: str, *, count: Callable[[Mandate, Collection[UUID]], int], take_over: HandoverHook
) -> None:
    """Register what an app hands over with a post: `actions`, `unread_threads` …"""
    HANDOVER_ITEMS[name] = HandoverItem(count, take_over)
