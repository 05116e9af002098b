"""The lifecycle of a kind of object as data: its states, and the transitions between them.

A lifecycle is checked when it is declared, that is, at import: a wrong one stops the process when it starts.
Policies, services, the API, its reference and tests read the same declaration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set as AbstractSet
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

from viche.kernel.actor import Actor

Action = TypeVar("Action", bound=StrEnum)
Role = TypeVar("Role", bound=StrEnum)
Words = str | Promise
Hook = Callable[[Actor, Any], None]
"""A function of the actor and the object. A guard raises a domain error to refuse the transition."""


class Phase(StrEnum):
    """The phase of a state. Objects of all kinds share it, so rules by phase need not know their states."""

    PREPARATION = "preparation"
    FIELDWORK = "fieldwork"
    REVIEW = "review"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class Requirement(StrEnum):
    """What a transition requires besides the role and the state."""

    REASON = "reason"
    EVIDENCE = "evidence"
    FORMS_COMPLETE = "forms_complete"
    INTERESTS_DECLARED = "interests_declared"
    SIGN_OFF = "sign_off"
    EDITION = "edition"


@dataclass(frozen=True, slots=True)
class State:
    """A state by its stored name. It is final in the phase CLOSED: no further work is expected."""

    name: str
    label: Words
    phase: Phase

    @property
    def is_final(self) -> bool:
        return self.phase is Phase.CLOSED


@dataclass(frozen=True, slots=True, eq=False)
class Deadline(Generic[Role]):
    """A deadline that begins with a transition, for the people with one of the roles.

    `due` is a number of calendar days, or a function of the object and the first day that returns the last
    one, for example a lookup in a rule pack.
    """

    name: str
    roles: AbstractSet[Role]
    _: KW_ONLY
    due: int | Callable[[Any, date], date]
    label: Words


@dataclass(frozen=True, slots=True, eq=False)
class Transition(Generic[Action, Role]):
    """A transition from one of the states `sources` to the state `target`, by one of the roles.

    `to` is its name in the API where it is not that of the target: “returned” is no state. `guards` are
    checked after the requirements, `effects` run after the state has changed. `notifies` are the roles that
    are told. With `own_service` it takes facts of its own, so the generic service refuses it.
    """

    action: Action
    sources: AbstractSet[str]
    target: str
    roles: AbstractSet[Role]
    _: KW_ONLY
    to: str = ""
    label: Words = ""
    requires: AbstractSet[Requirement] = frozenset()
    guards: tuple[Hook, ...] = ()
    effects: tuple[Hook, ...] = ()
    deadlines: tuple[Deadline[Role], ...] = ()
    notifies: AbstractSet[Role] = frozenset()
    own_service: bool = False

    @property
    def name(self) -> str:
        return self.to or self.target


@dataclass(frozen=True)
class Lifecycle(Generic[Action, Role]):
    """The states, the initial one first, and the transitions. Raises ValueError that names every fault."""

    states: tuple[State, ...]
    transitions: tuple[Transition[Action, Role], ...]

    def __post_init__(self) -> None:
        if faults := [*_find_faults_of_transitions(self), *_find_faults_of_states(self)]:
            raise ValueError(" ".join(faults))

    @cached_property
    def transitions_by_name(self) -> dict[str, Transition[Action, Role]]:
        return {one.name: one for one in self.transitions}

    @cached_property
    def deadlines_by_name(self) -> dict[str, Deadline[Role]]:
        return {one.name: one for step in self.transitions for one in step.deadlines}

    @cached_property
    def final_states(self) -> frozenset[str]:
        return frozenset(one.name for one in self.states if one.is_final)

    @cached_property
    def reopens(self) -> bool:
        """Whether a transition leads out of a final state."""
        return any(not self.ends(one) and one.sources & self.final_states for one in self.transitions)

    def ends(self, transition: Transition[Action, Role]) -> bool:
        """Return whether the transition leads to a final state."""
        return transition.target in self.final_states

    def resumes(self, transition: Transition[Action, Role]) -> bool:
        """Return whether the transition leads out of the final states."""
        return not self.ends(transition) and transition.sources <= self.final_states

    def describe_transitions(self) -> str:
        """Return for the API reference where each transition leads from, and what it requires."""
        order = [one.name for one in self.states]
        lines = []
        for one in self.transitions:
            sources = ", ".join(f"`{name}`" for name in order if name in one.sources)
            needs = "".join(f"; requires {name.value}" for name in Requirement if name in one.requires)
            lines.append(f"`{one.name}`: from {sources}{needs}.")
        return " ".join(lines)


def _find_faults_of_transitions(lifecycle: Lifecycle[Any, Any]) -> Iterator[str]:
    known = {one.name for one in lifecycle.states}
    for one in lifecycle.transitions:
        for state in sorted({*one.sources, one.target} - known):
            yield f"Transition {one.name!r} names the unknown state {state!r}."
        if not one.sources:
            yield f"Transition {one.name!r} is possible in no state."
        if not one.roles:
            yield f"Nobody may take the transition {one.name!r}."
        for deadline in one.deadlines:
            yield from _find_faults_of_deadline(deadline)
    yield from _find_repeated("transitions are named", (one.name for one in lifecycle.transitions))
    yield from _find_repeated("transitions have the action", (one.action for one in lifecycle.transitions))
    deadlines = {one for step in lifecycle.transitions for one in step.deadlines}
    yield from _find_repeated("deadlines are named", (one.name for one in deadlines))


def _find_faults_of_deadline(deadline: Deadline[Any]) -> Iterator[str]:
    if not deadline.roles:
        yield f"Nobody is bound by the deadline {deadline.name!r}."
    if isinstance(deadline.due, int) and deadline.due < 1:
        yield f"The deadline {deadline.name!r} is over when it begins."


def _find_faults_of_states(lifecycle: Lifecycle[Any, Any]) -> Iterator[str]:
    if not lifecycle.states:
        yield "There are no states."
        return
    yield from _find_repeated("states are named", (one.name for one in lifecycle.states))
    reached = _list_reachable(lifecycle)
    left = frozenset[str]().union(*(one.sources for one in lifecycle.transitions))
    for state in lifecycle.states:
        if state.name not in reached:
            yield f"State {state.name!r} cannot be reached."
        if state.name not in left and not state.is_final:
            yield f"State {state.name!r} is a dead end, but is not in the phase CLOSED."


def _list_reachable(lifecycle: Lifecycle[Any, Any]) -> set[str]:
    reached, before = {lifecycle.states[0].name}, 0
    while len(reached) != before:
        before = len(reached)
        reached |= {one.target for one in lifecycle.transitions if not reached.isdisjoint(one.sources)}
    return reached


def _find_repeated(words: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{count} {words} {str(name)!r}."
