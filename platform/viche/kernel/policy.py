"""The base of every policy: who may see what, who may do what, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, NotFound, SignedOut

M = TypeVar("M", bound=Model)


class Level(IntEnum):
    """How much of an object somebody sees: nothing, that it exists (name and holder), or its content."""

    NONE = 0
    EXISTS = 1
    READ = 2


@dataclass(frozen=True, slots=True)
class Source:
    """One reason why somebody can see an object, as people understand it. `since` is None where that is what
    the record says.
    """

    kind: str
    record_id: UUID
    until: datetime | None
    since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Way:
    """One rule by which objects of a kind are seen: its words, and the condition on what it shows."""

    kind: str
    words: Promise
    shows: Callable[[Actor], Q]


class Policy(Generic[M]):
    """One question asked in two ways: `can` for one object, `visible_to` for many. They must agree.

    A subclass sets `model`, `domain` (for token scopes `domain:read`, `domain:write`), `reads` (the actions
    that change nothing), `every` (all of them) and, where addresses name an object by its id, `url_parameter`
    (`thread_id`), names the actions that no token takes as `browser_only`, and answers `visible_to`,
    `permits` and `readers`. Where nobody asks who else sees it, it names its `ways` instead, of which
    `visible_to` and `explain` are made.
    """

    model: type[M]
    domain: ClassVar[str]
    every: ClassVar[type[StrEnum]]
    url_parameter: ClassVar[str] = ""
    reads: ClassVar[frozenset[StrEnum]] = frozenset()
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset()
    ways: ClassVar[Sequence[Way]] = ()

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[M]:
        """The objects that `actor` sees at `level` or more."""
        raise NotImplementedError

    def permits(self, actor: Actor, action: StrEnum, obj: M) -> bool:
        """The rule itself, for somebody whose token (if any) reaches the action."""
        raise NotImplementedError

    def permitted(self, actor: Actor, action: StrEnum, rows: Sequence[M]) -> Sequence[M]:
        """`permits` of several that `actor` sees: those to which they may do it. A subclass may know them at
        once.
        """
        return [one for one in rows if self.permits(actor, action, one)]

    def readers(self, obj: M) -> Mapping[UUID, list[Source]]:
        """Everybody who can see `obj` now, each with the sources of the access."""
        raise NotImplementedError

    def by_some_way(self, actor: Actor) -> Q:
        """The condition on what `actor` sees by any of the `ways`."""
        found = Q(pk__in=())
        for way in self.ways:
            found |= way.shows(actor)
        return found

    def ways_to(self, actor: Actor, obj: M) -> list[Way]:
        """Those of the `ways` by which `actor` sees `obj` now."""
        seen = self.visible_to(actor).filter(pk=obj.pk)
        if not seen.exists():
            return []
        return [way for way in self.ways if seen.filter(way.shows(actor)).exists()]

    def explain(self, actor: Actor, obj: M) -> list[Source]:
        """Why `actor` can see `obj`: the sources of the access; empty when there is none."""
        if actor.person_id is None:
            return []
        if self.ways:
            return [Source(way.kind, obj.pk, None) for way in self.ways_to(actor, obj)]
        return self.readers(obj).get(actor.person_id, [])

    def scope_of(self, action: StrEnum) -> str:
        return f"{self.domain}:{'read' if action in self.reads else 'write'}"

    def scopes_of(self, action: StrEnum) -> tuple[str, ...]:
        """Return the scopes that a token needs for `action`: what is changed must be read first."""
        reading, own = f"{self.domain}:read", self.scope_of(action)
        return (reading,) if own == reading else (reading, own)

    @classmethod
    def needs_browser(cls, action: StrEnum) -> bool:
        """Return whether `action` is refused for every token, whatever its scopes are."""
        return action in cls.browser_only

    def can(self, actor: Actor, action: StrEnum, obj: M) -> bool:
        """Whether `actor` may do `action` to `obj` now."""
        return actor.has_scope(self.scope_of(action)) and self.permits(actor, action, obj)

    def allowed(self, actor: Actor, obj: M) -> list[str]:
        """Short names of the actions that are open to `actor` now, for `allowed` in the API."""
        return self.short(actor, (one for one in self.every if self.can(actor, one, obj)))

    def short(self, actor: Actor, open_now: Iterable[StrEnum]) -> list[str]:
        """The same of actions that the rule itself permits: those that the token (if any) reaches."""
        return [short_name(one) for one in open_now if actor.has_scope(self.scope_of(one))]

    def refusal(self, actor: Actor, action: StrEnum, obj: M) -> Forbidden:
        """The refusal for what is visible but not permitted: the scope that a token lacks, else the rule."""
        scope = self.scope_of(action)
        if not actor.has_scope(scope):
            return lacking(scope)
        return self.refuse(actor, action, obj)

    def refuse(self, actor: Actor, action: StrEnum, obj: M) -> Forbidden:
        """The refusal by the rule itself. A subclass may name the reason."""
        return Forbidden()


def every_policy(above: type[Policy[Any]] = Policy) -> Iterator[type[Policy[Any]]]:
    """Each policy that decides about a kind of thing, of all rooms that are imported."""
    for policy in above.__subclasses__():
        if hasattr(policy, "model"):
            yield policy
        yield from every_policy(policy)


@cache
def _policies_by_actions() -> dict[type[StrEnum], type[Policy[Any]]]:
    return {policy.every: policy for policy in every_policy()}


def scopes_for(action: StrEnum) -> tuple[str, ...] | None:
    """Return the scopes that a token needs for an action; None where no policy has it."""
    policy = _policies_by_actions().get(type(action))
    return None if policy is None else policy().scopes_of(action)


def needs_browser(action: StrEnum) -> bool:
    """Return whether the policy that owns `action` refuses it for every token."""
    policy = _policies_by_actions().get(type(action))
    return policy is not None and policy.needs_browser(action)


def short_name(action: StrEnum) -> str:
    """An action without the kind of thing to which it is done: `edit` for `group.edit`."""
    return action.rpartition(".")[2]


def lacking(scope: str) -> Forbidden:
    """The refusal for a token that does not reach far enough."""
    return Forbidden("needs_scope", _("The token lacks the scope %(scope)s.") % {"scope": scope})


def check_scopes(actor: Actor, *scopes: str) -> None:
    """Raise Forbidden with the first of `scopes` that a token does not reach. Asked before anything is looked
    up, so that the answer is the same for what exists and what does not.
    """
    if actor.scopes is None:
        return
    for scope in scopes:
        if not actor.has_scope(scope):
            raise lacking(scope)


def asking_person(actor: Actor, scope: str) -> UUID:
    """Who asks for themselves, where no policy is asked.

    Raises SignedOut for nobody, Forbidden for a token without `scope`.
    """
    if actor.person_id is None:
        raise SignedOut
    check_scopes(actor, scope)
    return actor.person_id


def load(policy: Policy[M], actor: Actor, pk: UUID, action: StrEnum, *, lock: bool = False) -> M:
    """Load and authorise in one call.

    Raises SignedOut for nobody, Forbidden for a token without the scope, NotFound for what the actor cannot
    see (as if it did not exist) and Forbidden for what is visible but not permitted. `lock` holds the row
    until the end of the transaction.
    """
    if actor.is_anonymous:
        raise SignedOut
    check_scopes(actor, *policy.scopes_of(action))
    queryset = policy.visible_to(actor)
    if lock:
        # A lock needs plain rows: the visible ones are found first, then locked by their key.
        queryset = policy.model._default_manager.filter(pk__in=queryset.filter(pk=pk).values("pk"))
        # No key is ever changed, so checks of foreign keys at somebody's commit need not wait for this lock:
        # they come after the locks on topics, and waiting there would close a circle.
        queryset = queryset.select_for_update(of=("self",), no_key=True)
    obj = queryset.filter(pk=pk).first()
    if obj is None:
        raise NotFound
    if policy.can(actor, action, obj):
        return obj
    if lock and not policy.visible_to(actor).filter(pk=pk).exists():  # gone while we waited for the lock
        raise NotFound
    raise policy.refusal(actor, action, obj)
