"""Registries for the domains: kinds of topics with their access rules, event frames, socket commands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from viche.kernel.access_log import AccessMode, Read, get_access_log_expiry, log_access_of_many
from viche.kernel.actor import Actor
from viche.kernel.errors import DomainError, NotFound
from viche.kernel.models import Event
from viche.kernel.policy import check_scopes

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SubscriptionGrant:
    """The right to subscribe to a topic, until a moment (None: until it is revoked).

    A subscription counts as reading: `read` is the access log entry, for topics with restricted content.
    `meets`: the subscriber sees presence, typing and read receipts of other people. `types`: the subscriber
    may write there, and so may be shown as typing.
    """

    until: datetime | None = None
    read: Read | None = None
    meets: bool = False
    types: bool = False


Question = tuple[Actor, UUID]
Authorise = Callable[[Actor, UUID], SubscriptionGrant | None]
AuthoriseMany = Callable[[Sequence[Question]], Sequence[SubscriptionGrant | None]]
DescribePeople = Callable[[UUID, Sequence[UUID]], Mapping[UUID, Data]]
Render = Callable[[Sequence[Event], str], Mapping[UUID, Data | None]]
Run = Callable[[Actor, dict[str, Any]], Data]
RunBatch = Callable[[Sequence[tuple[Actor, Any]]], Sequence["Data | DomainError"]]


@dataclass(frozen=True, slots=True)
class TopicKind:
    name: str
    may_hear: Authorise
    may_hear_all: AuthoriseMany | None
    introduce: DescribePeople | None
    scope: str
    write_scope: str = ""

    def check_scopes(self, actor: Actor) -> None:
        """Raise Forbidden for a token that lacks a scope of the topic kind.

        Call it before any look-up. All subscribers get the same frames, so a token needs the scopes of
        everything that is published there.
        """
        check_scopes(actor, self.scope, *REQUIRED_SCOPES.get(self.name, ()))

    def authorise(self, questions: Sequence[Question]) -> Sequence[SubscriptionGrant | None]:
        """Return the grants of many (actor, id) pairs at once, in order.

        A subscription to restricted content is logged before the answer. Its grant ends with the hour, so
        that a reader who stays subscribed is checked and logged again.
        """
        answers = self._within_scopes(questions)
        reads = [
            (actor, one.read)
            for (actor, _pk), one in zip(questions, answers, strict=True)
            if one is not None and one.read is not None
        ]
        if not reads:
            return answers
        log_access_of_many(reads, AccessMode.LIVE)
        return [_limit_to_hour(one) for one in answers]

    def _within_scopes(self, questions: Sequence[Question]) -> Sequence[SubscriptionGrant | None]:
        """Return the grants; None for a token that lacks a scope of what is published on the topic."""
        if self.may_hear_all is not None:
            answers = self.may_hear_all(questions)
        else:
            answers = [self.may_hear(actor, pk) for actor, pk in questions]
        needed = REQUIRED_SCOPES.get(self.name, ())
        return [
            answer if all(actor.has_scope(scope) for scope in needed) else None
            for (actor, _pk), answer in zip(questions, answers, strict=True)
        ]


def _limit_to_hour(one: SubscriptionGrant | None) -> SubscriptionGrant | None:
    if one is None or one.read is None:
        return one
    ends = get_access_log_expiry()
    return replace(one, until=ends if one.until is None else min(one.until, ends))


@dataclass(frozen=True, slots=True)
class Frame:
    kind: str
    render: Render
    shape: Any
    hides_actor_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Batching:
    """How concurrent requests of a command are executed as one batch, if their payloads agree in `key`.

    `read` validates a payload, in the language of the client; `run` returns the answers in the order of the
    requests.
    """

    key: str
    read: Callable[[dict[str, Any]], Any]
    run: RunBatch


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    action: StrEnum
    run: Run
    shape: Any
    batching: Batching | None = None


TOPIC_KINDS: dict[str, TopicKind] = {}
FRAMES: dict[str, Frame] = {}
COMMANDS: dict[str, Command] = {}
EPHEMERAL: dict[str, Any] = {}
# The scopes that a subscription to a topic kind needs, besides those of its own rule.
REQUIRED_SCOPES: dict[str, list[str]] = {}


def register_topic_kind(
    name: str,
    may_hear: Authorise,
    *,
    scope: str,
    may_hear_all: AuthoriseMany | None = None,
    introduce: DescribePeople | None = None,
    write_scope: str = "",
) -> None:
    """Register the topics `name:<id>`, the rule that guards them and the `scope` that a token needs.

    `may_hear(actor, id)` returns None if the actor may not see the topic; it is called at every subscribe and
    again whenever access may have changed. `may_hear_all` answers many questions at once, in order (when a
    thousand clients reconnect together). `introduce(id, person_ids)` returns how people are presented to
    those present on the topic (`name`, a Text, and anything else); without it they are presented by name. A
    token needs `write_scope` for its person to be shown as typing there.
    """
    TOPIC_KINDS[name] = TopicKind(name, may_hear, may_hear_all, introduce, scope, write_scope)


def require_scope_on(topic_kind: str, scope: str) -> None:
    """Require `scope` for a topic kind of a lower app, on which a higher app publishes."""
    REQUIRED_SCOPES.setdefault(topic_kind, []).append(scope)


def register_frame(
    kind: str, *, shape: Any = None, hides_actor_on: Collection[str] = ()
) -> Callable[[Render], Render]:
    """Register how events of `kind` are presented to all subscribers.

    `render(events, topic_kind)` returns data by event id. An event whose data is None or missing is not
    replayed, because its object was erased, hidden or moved. `shape` is the TypedDict of the data (or a
    mapping from topic kind to TypedDict), for the AsyncAPI document. On the topic kinds `hides_actor_on`, to
    which guests may subscribe, the frame omits the actor.
    """

    def register(render: Render) -> Render:
        FRAMES[kind] = Frame(kind, render, shape, frozenset(hides_actor_on))
        return render

    return register


def register_command(name: str, action: StrEnum, *, shape: Any = None) -> Callable[[Run], Run]:
    """Register a socket command: `run(actor, payload)` calls the service that performs `action`.

    The payload is the client's frame without `type` and `id`, not validated. The result becomes the `data` of
    the answer. `shape` is the TypedDict of the payload, for the AsyncAPI document.
    """

    def register(run: Run) -> Run:
        COMMANDS[name] = Command(name, action, run, shape)
        return run

    return register


def register_batched_command(
    name: str, action: StrEnum, *, key: str, read: Callable[[dict[str, Any]], Any], shape: Any = None
) -> Callable[[RunBatch], RunBatch]:
    """Register a frequent command whose concurrent requests run in one batch: see `Batching`."""

    def register(run: RunBatch) -> RunBatch:
        def run_one(actor: Actor, payload: dict[str, Any]) -> Data:
            (answer,) = run([(actor, read(payload))])
            if isinstance(answer, DomainError):
                raise answer
            return answer

        COMMANDS[name] = Command(name, action, run_one, shape, Batching(key, read, run))
        return run

    return register


def register_ephemeral(name: str, shape: Any) -> None:
    """Register a frame without a number, sent by `viche.realtime.publish.send_ephemeral`."""
    EPHEMERAL[name] = shape


def read_topic(name: str) -> tuple[TopicKind, UUID]:
    """Return kind and id of a topic name. Raises NotFound for an unknown kind or another spelling."""
    kind, _, raw = name.partition(":")
    known = TOPIC_KINDS.get(kind)
    if known is None:
        raise NotFound
    return known, _id_of(raw)


@lru_cache(maxsize=4096)
def _id_of(raw: str) -> UUID:
    """Parse the id. Cached, because the subscribers share the same few topics."""
    try:
        pk = UUID(raw)
    except ValueError as error:
        raise NotFound from error
    if str(pk) != raw:  # one topic has one name
        raise NotFound
    return pk
