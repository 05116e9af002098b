"""What the domains register: kinds of topics with their rules, frames of events, socket commands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from viche.kernel.actor import Actor
from viche.kernel.errors import DomainError, NotFound
from viche.kernel.models import Event
from viche.kernel.policy import check_scopes
from viche.kernel.reads import Read, Way, note_reads_of_many, noted_until

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Leave to hear a topic, until a moment (None: until it is taken away).

    To listen is to read: `read` is what is written down of it, where what is said there is restricted. Who
    meets the others (`meets`) is told who is there, who types, and what somebody has read; nobody else is.
    `types`: the listener may write there, and so may say that they type.
    """

    until: datetime | None = None
    read: Read | None = None
    meets: bool = False
    types: bool = False


Question = tuple[Actor, UUID]
MayHear = Callable[[Actor, UUID], Hearing | None]
MayHearAll = Callable[[Sequence[Question]], Sequence[Hearing | None]]
Introduce = Callable[[UUID, Sequence[UUID]], Mapping[UUID, Data]]
Render = Callable[[Sequence[Event], str], Mapping[UUID, Data | None]]
Run = Callable[[Actor, dict[str, Any]], Data]
RunJoint = Callable[[Sequence[tuple[Actor, Any]]], Sequence["Data | DomainError"]]


@dataclass(frozen=True, slots=True)
class TopicKind:
    name: str
    may_hear: MayHear
    may_hear_all: MayHearAll | None
    introduce: Introduce | None
    scope: str
    write_scope: str = ""

    def check_scopes(self, actor: Actor) -> None:
        """Raise Forbidden for a token that does not reach all that is said on such topics: everyone hears the
        same. Asked before a topic is looked up.
        """
        check_scopes(actor, self.scope, *SPOKEN.get(self.name, ()))

    def hearings(self, questions: Sequence[Question]) -> Sequence[Hearing | None]:
        """The answers to many questions at once, in their order.

        Who is about to listen to something restricted is written down before the answer, and the leave ends
        with the hour: whoever goes on listening is asked, and written down, anew.
        """
        answers = self._within_scopes(questions)
        reads = [
            (actor, one.read)
            for (actor, _pk), one in zip(questions, answers, strict=True)
            if one is not None and one.read is not None
        ]
        if not reads:
            return answers
        note_reads_of_many(reads, Way.LIVE)
        return [_for_an_hour(one) for one in answers]

    def _within_scopes(self, questions: Sequence[Question]) -> Sequence[Hearing | None]:
        """Everyone hears the same, so a token that does not reach all that is said hears nothing."""
        if self.may_hear_all is not None:
            answers = self.may_hear_all(questions)
        else:
            answers = [self.may_hear(actor, pk) for actor, pk in questions]
        needed = SPOKEN.get(self.name, ())
        return [
            answer if all(actor.has_scope(scope) for scope in needed) else None
            for (actor, _pk), answer in zip(questions, answers, strict=True)
        ]


def _for_an_hour(one: Hearing | None) -> Hearing | None:
    if one is None or one.read is None:
        return one
    ends = noted_until()
    return replace(one, until=ends if one.until is None else min(one.until, ends))


@dataclass(frozen=True, slots=True)
class Frame:
    kind: str
    render: Render
    shape: Any
    hides_actor_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Joint:
    """How a command is carried out for many at once: those whose payloads agree in `key`.

    `read` checks a payload, in the language of the client; `run` answers each in the order of asking.
    """

    key: str
    read: Callable[[dict[str, Any]], Any]
    run: RunJoint


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    action: StrEnum
    run: Run
    shape: Any
    joint: Joint | None = None


TOPIC_KINDS: dict[str, TopicKind] = {}
FRAMES: dict[str, Frame] = {}
COMMANDS: dict[str, Command] = {}
EPHEMERAL: dict[str, Any] = {}
# The scopes that hearing a kind of topic takes, beside those that its own rule asks for.
SPOKEN: dict[str, list[str]] = {}


def topic_kind(
    name: str,
    may_hear: MayHear,
    *,
    scope: str,
    may_hear_all: MayHearAll | None = None,
    introduce: Introduce | None = None,
    write_scope: str = "",
) -> None:
    """Register the topics `name:<id>`, the rule that guards them and the `scope` that a token needs.

    `may_hear(actor, id)` is None for whom the topic does not exist; it is asked at every subscribe and again
    whenever access may have changed. `may_hear_all` answers many questions at once, in their order (when a
    thousand clients come back together). `introduce(id, person_ids)` says how people are shown to those who
    are present on the topic (`name`, a Text, and whatever else); without it they are shown by name.
    A token needs `write_scope` for its person to be shown as typing there.
    """
    TOPIC_KINDS[name] = TopicKind(name, may_hear, may_hear_all, introduce, scope, write_scope)


def speaks_on(topic_kind: str, scope: str) -> None:
    """Register that a higher room tells on the topics of a lower one what a token needs `scope` to read."""
    SPOKEN.setdefault(topic_kind, []).append(scope)


def frame(
    kind: str, *, shape: Any = None, hides_actor_on: Collection[str] = ()
) -> Callable[[Render], Render]:
    """Register how events of `kind` look to everyone subscribed: `render(events, topic_kind)` → data by id.

    None, or an event that is left out, is not replayed: it was erased, hidden or moved. `shape` is the
    TypedDict of the data (or a mapping from topic kind to TypedDict), for the AsyncAPI document. On topics of
    the kinds `hides_actor_on` the frame leaves out who acted: guests hear it, too.
    """

    def register(render: Render) -> Render:
        FRAMES[kind] = Frame(kind, render, shape, frozenset(hides_actor_on))
        return render

    return register


def command(name: str, action: StrEnum, *, shape: Any = None) -> Callable[[Run], Run]:
    """Register a socket command: `run(actor, payload)` calls the service that performs `action`.

    The payload is the client's frame without `type` and `id`, unchecked. What is returned is the answer's
    `data`.
    `shape` is the TypedDict of the payload, for the AsyncAPI document.
    """

    def register(run: Run) -> Run:
        COMMANDS[name] = Command(name, action, run, shape)
        return run

    return register


def joint_command(
    name: str, action: StrEnum, *, key: str, read: Callable[[dict[str, Any]], Any], shape: Any = None
) -> Callable[[RunJoint], RunJoint]:
    """The same for a hot command: what comes while it runs is carried out together. See `Joint`."""

    def register(run: RunJoint) -> RunJoint:
        def run_one(actor: Actor, payload: dict[str, Any]) -> Data:
            (answer,) = run([(actor, read(payload))])
            if isinstance(answer, DomainError):
                raise answer
            return answer

        COMMANDS[name] = Command(name, action, run_one, shape, Joint(key, read, run))
        return run

    return register


def ephemeral(name: str, shape: Any) -> None:
    """Register a frame without a number, sent by `viche.realtime.publish.whisper`."""
    EPHEMERAL[name] = shape


def read_topic(name: str) -> tuple[TopicKind, UUID]:
    """Kind and id of a topic's name. Raises NotFound for one that is not registered or written otherwise."""
    kind, _, raw = name.partition(":")
    known = TOPIC_KINDS.get(kind)
    if known is None:
        raise NotFound
    return known, _id_of(raw)


@lru_cache(maxsize=4096)
def _id_of(raw: str) -> UUID:
    """Those who listen together name the same few topics again and again."""
    try:
        pk = UUID(raw)
    except ValueError as error:
        raise NotFound from error
    if str(pk) != raw:  # one topic has one name
        raise NotFound
    return pk
