"""The base class of policies: visible objects, permitted actions, and the reasons for access."""

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
    """One reason why a person can see an object: the record that gives the access, such as a seat or a share.

    `since` is None when the access began with the record itself.
    """

    kind: str
    record_id: UUID
    until: datetime | None
    since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AccessRule:
    """A rule that makes objects of a model visible.

    `words` describes the rule to its reader; `shows(actor)` returns the condition on visible objects.
    """

    kind: str
    words: Promise
    shows: Callable[[Actor], Q]


class Policy(Generic[M]):
    """Visibility and permissions of the objects of one model.

    The answers for one object (`can`) and for many (`visible_to`) must agree. A subclass sets:

    - `model`, and `domain` for the token scopes `domain:read` and `domain:write`;
    - `every`, the enum of its actions, and `reads`, the actions that change nothing;
    - `url_parameter`, the parameter that holds the object's id in URLs (`thread_id`), where there is one;
    - `browser_only`, the actions that are refused for every token.

    It implements `visible_to`, `permits` and `readers`. A policy whose readers are never listed declares
    `ways` instead of `readers`: `explain` uses them, and `visible_to` can use `visible_by_ways_q`.
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
        """Return whether the rule permits the action on a visible object. Ignores token scopes: see `can`."""
        raise NotImplementedError

    def permitted(self, actor: Actor, action: StrEnum, rows: Sequence[M]) -> Sequence[M]:
        """Return the rows, all visible to `actor`, on which they may do the action.

        A subclass may decide for all rows in one query.
        """
        return [one for one in rows if self.permits(actor, action, one)]

    def readers(self, obj: M) -> Mapping[UUID, list[Source]]:
        """Return all people who can see `obj` now, with the sources of their access."""
        raise NotImplementedError

    def visible_by_ways_q(self, actor: Actor) -> Q:
        """Return the condition on the objects that `actor` may see by any of the `ways`."""
        found = Q(pk__in=())
        for way in self.ways:
            found |= way.shows(actor)
        return found

    def ways_to(self, actor: Actor, obj: M) -> list[AccessRule]:
        """Return the access rules by which `actor` sees `obj` now."""
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
        """Return whether `action` is refused for every token, whatever its scopes."""
        return action in cls.browser_only

    def can(self, actor: Actor, action: StrEnum, obj: M) -> bool:
        """Return whether `actor` may do `action` on `obj` now."""
        return actor.has_scope(self.scope_of(action)) and self.permits(actor, action, obj)

    def allowed(self, actor: Actor, obj: M) -> list[str]:
        """Return the short names of the actions that `actor` may do now, for `allowed` in the API."""
        return self.short_names_of(actor, (one for one in self.every if self.can(actor, one, obj)))

    def short_names_of(self, actor: Actor, open_now: Iterable[StrEnum]) -> list[str]:
        """Return the short names of the actions in `open_now` that are within the token's scopes (if any)."""
        return [short_name_of(one) for one in open_now if actor.has_scope(self.scope_of(one))]

    def refusal(self, actor: Actor, action: StrEnum, obj: M) -> Forbidden:
        """Return the error to raise for a refused action on a visible object.

        It is the missing token scope, else the result of `refuse`.
        """
        scope = self.scope_of(action)
        if not actor.has_scope(scope):
            return build_missing_scope_error(scope)
        return self.refuse(actor, action, obj)

    def refuse(self, actor: Actor, action: StrEnum, obj: M) -> Forbidden:
        """Return the error when the rule does not permit the action. A subclass may give the reason."""
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


def list_action_names(kind: str) -> list[str]:
    """Return the short names of the actions on a kind of object, of all policies: `edit` of `group.edit`."""
    actions = (action for policy in _list_policies(Policy) for action in policy.every)
    return sorted({short_name_of(one) for one in actions if one.rpartition(".")[0] == kind})


def _list_policies(base: type[Policy[Any]]) -> Iterator[type[Policy[Any]]]:
    for policy in base.__subclasses__():
        if hasattr(policy, "every"):
            yield policy
        yield from _list_policies(policy)


def build_missing_scope_error(scope: str) -> Forbidden:
    """Return the error for a token without `scope`."""
    return Forbidden("needs_scope", _("The token lacks the scope %(scope)s.") % {"scope": scope})


def check_scopes(actor: Actor, *scopes: str) -> None:
    """Raise Forbidden with the first of `scopes` that a token lacks.

    Call it before any look-up, so that the response does not reveal whether an object exists.
    """
    if actor.scopes is None:
        return
    for scope in scopes:
        if not actor.has_scope(scope):
            raise build_missing_scope_error(scope)


def require_person(actor: Actor, scope: str) -> UUID:
    """Return the id of the signed-in person, for requests about their own data, which have no policy.

    Raises SignedOut for an anonymous actor, Forbidden for a token without `scope`.
    """
    if actor.person_id is None:
        raise SignedOut
    check_scopes(actor, scope)
    return actor.person_id


def load(policy: Policy[M], actor: Actor, pk: UUID, action: StrEnum, *, lock: bool = False) -> M:
    """Load an object and authorise the action in one call.

    Raises SignedOut for an anonymous actor, Forbidden for a token without the scope, NotFound when the actor
    may not see the object or it does not exist, and Forbidden when they may see it but not do the action.
    `lock` locks the row until the end of the transaction.
    """
    if actor.is_anonymous:
        raise SignedOut
    check_scopes(actor, *policy.scopes_of(action))
    queryset = policy.visible_to(actor)
    if lock:
        # FOR UPDATE needs a query without joins: find the visible row in a subquery, then lock it by its key.
        queryset = policy.model._default_manager.filter(pk__in=queryset.filter(pk=pk).values("pk"))
        # NO KEY UPDATE, because keys never change: foreign key checks in other transactions then do not wait
        # for this lock. They run when those already hold locks on topics, so waiting could deadlock.
        queryset = queryset.select_for_update(of=("self",), no_key=True)
    obj = queryset.filter(pk=pk).first()
    if obj is None:
        raise NotFound
    if policy.can(actor, action, obj):
        return obj
    # The object may have become invisible while this transaction waited for the lock.
    if lock and not policy.visible_to(actor).filter(pk=pk).exists():
        raise NotFound
    raise policy.refusal(actor, action, obj)
