"""The base class of policies: which objects an actor may see, which actions are permitted, and why."""

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
    """The visibility level of an object: nothing, its existence (name and holder), or its content."""

    NONE = 0
    EXISTS = 1
    READ = 2


@dataclass(frozen=True, slots=True)
class Source:
    """One reason why a person can see an object, in terms that people understand.

    `since` is None where the access began with the record itself.
    """

    kind: str
    record_id: UUID
    until: datetime | None
    since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AccessRule:
    """A rule that makes objects of a kind visible: its description and the condition on them."""

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
    ways: ClassVar[Sequence[AccessRule]] = ()

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[M]:
        """Return the objects that `actor` may see at `level` or above."""
        raise NotImplementedError

    def permits(self, actor: Actor, action: StrEnum, obj: M) -> bool:
        """Return whether the rule permits the action, apart from the scopes of a token."""
        raise NotImplementedError

    def permitted(self, actor: Actor, action: StrEnum, rows: Sequence[M]) -> Sequence[M]:
        """Return those of several visible rows on which `actor` may do the action.

        A subclass may decide for all of them in one query.
        """
        return [one for one in rows if self.permits(actor, action, one)]

    def readers(self, obj: M) -> Mapping[UUID, list[Source]]:
        """Return everyone who can see `obj` now, with the sources of their access."""
        raise NotImplementedError

    def visible_by_ways_q(self, actor: Actor) -> Q:
        """Return the condition on the objects that `actor` may see by any of the `ways`."""
        found = Q(pk__in=())
        for way in self.ways:
            found |= way.shows(actor)
        return found

    def ways_to(self, actor: Actor, obj: M) -> list[AccessRule]:
        """Return those of the `ways` by which `actor` may see `obj` now."""
        seen = self.visible_to(actor).filter(pk=obj.pk)
        if not seen.exists():
            return []
        return [way for way in self.ways if seen.filter(way.shows(actor)).exists()]

    def explain(self, actor: Actor, obj: M) -> list[Source]:
        """Return the sources of the access of `actor` to `obj`; empty if there is no access."""
        if actor.person_id is None:
            return []
        if self.ways:
            return [Source(way.kind, obj.pk, None) for way in self.ways_to(actor, obj)]
        return self.readers(obj).get(actor.person_id, [])

    def scope_of(self, action: StrEnum) -> str:
        return f"{self.domain}:{'read' if action in self.reads else 'write'}"

    def scopes_of(self, action: StrEnum) -> tuple[str, ...]:
        """Return the scopes that a token needs for `action`: a write also needs read."""
        reading, own = f"{self.domain}:read", self.scope_of(action)
        return (reading,) if own == reading else (reading, own)

    @classmethod
    def needs_browser(cls, action: StrEnum) -> bool:
        """Return whether `action` is refused for every token, whatever its scopes are."""
        return action in cls.browser_only

    def can(self, actor: Actor, action: StrEnum, obj: M) -> bool:
        """Return whether `actor` may do `action` on `obj` now."""
        return actor.has_scope(self.scope_of(action)) and self.permits(actor, action, obj)

    def allowed(self, actor: Actor, obj: M) -> list[str]:
        """Return the short names of the actions open to `actor` now, for `allowed` in the API."""
        return self.short_names_of(actor, (one for one in self.every if self.can(actor, one, obj)))

    def short_names_of(self, actor: Actor, open_now: Iterable[StrEnum]) -> list[str]:
        """Return the short names of those permitted actions that the token's scopes (if any) include."""
        return [short_name_of(one) for one in open_now if actor.has_scope(self.scope_of(one))]

    def refusal(self, actor: Actor, action: StrEnum, obj: M) -> Forbidden:
        """Return the error for a visible object: a missing token scope, else the rule's refusal."""
        scope = self.scope_of(action)
        if not actor.has_scope(scope):
            return build_missing_scope_error(scope)
        return self.refuse(actor, action, obj)

    def refuse(self, actor: Actor, action: StrEnum, obj: M) -> Forbidden:
        """Return the error of the rule itself. A subclass may name the reason."""
        return Forbidden()


def list_policies(above: type[Policy[Any]] = Policy) -> Iterator[type[Policy[Any]]]:
    """Yield every concrete policy class of the imported apps."""
    for policy in above.__subclasses__():
        if hasattr(policy, "model"):
            yield policy
        yield from list_policies(policy)


@cache
def _policies_by_actions() -> dict[type[StrEnum], type[Policy[Any]]]:
    return {policy.every: policy for policy in list_policies()}


def scopes_for(action: StrEnum) -> tuple[str, ...] | None:
    """Return the scopes that a token needs for an action; None if it belongs to no policy."""
    policy = _policies_by_actions().get(type(action))
    return None if policy is None else policy().scopes_of(action)


def is_browser_only(action: StrEnum) -> bool:
    """Return whether the policy that owns `action` refuses it for every token."""
    policy = _policies_by_actions().get(type(action))
    return policy is not None and policy.needs_browser(action)


def short_name_of(action: StrEnum) -> str:
    """Return an action without its kind of object: `edit` for `group.edit`."""
    return action.rpartition(".")[2]


def build_missing_scope_error(scope: str) -> Forbidden:
    """Return the error for a token without `scope`."""
    return Forbidden("needs_scope", _("The token lacks the scope %(scope)s.") % {"scope": scope})


def check_scopes(actor: Actor, *scopes: str) -> None:
    """Raise Forbidden with the first of `scopes` that a token lacks.

    Called before any look-up, so that the answer is the same for existing and missing objects.
    """
    if actor.scopes is None:
        return
    for scope in scopes:
        if not actor.has_scope(scope):
            raise build_missing_scope_error(scope)


def require_person(actor: Actor, scope: str) -> UUID:
    """Return the id of the signed-in person, for requests about oneself that no policy guards.

    Raises SignedOut for an anonymous actor, Forbidden for a token without `scope`.
    """
    if actor.person_id is None:
        raise SignedOut
    check_scopes(actor, scope)
    return actor.person_id


def load(policy: Policy[M], actor: Actor, pk: UUID, action: StrEnum, *, lock: bool = False) -> M:
    """Load an object and authorise the action in one call.

    Raises SignedOut for an anonymous actor, Forbidden for a token without the scope, NotFound for what the
    actor cannot see (as if it did not exist) and Forbidden for what is visible but not permitted. `lock`
    locks the row until the end of the transaction.
    """
    if actor.is_anonymous:
        raise SignedOut
    check_scopes(actor, *policy.scopes_of(action))
    queryset = policy.visible_to(actor)
    if lock:
        # FOR UPDATE needs plain rows: the visible ones are found first, then locked by their key.
        queryset = policy.model._default_manager.filter(pk__in=queryset.filter(pk=pk).values("pk"))
        # Keys never change, so foreign key checks in other transactions need not wait for this lock (NO KEY
        # UPDATE): they run after the locks on topics, and waiting there could deadlock.
        queryset = queryset.select_for_update(of=("self",), no_key=True)
    obj = queryset.filter(pk=pk).first()
    if obj is None:
        raise NotFound
    if policy.can(actor, action, obj):
        return obj
    # no longer visible after the wait for the lock
    if lock and not policy.visible_to(actor).filter(pk=pk).exists():
        raise NotFound
    raise policy.refusal(actor, action, obj)
