"""The base of every policy: who may see what, who may do what, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
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
    """One reason why somebody can see an object, as people understand it."""

    kind: str
    record_id: UUID
    until: datetime | None


class Policy(Generic[M]):
    """One question asked in two ways: `can` for one object, `visible_to` for many. They must agree.

    A subclass sets `model`, `domain` (for token scopes `domain:read`, `domain:write`), `reads` (the actions
    that change nothing) and `every` (all of them), and answers `visible_to`, `permits` and `readers` (where
    nobody asks who else sees it, `explain` alone).
    """

    model: type[M]
    domain: ClassVar[str]
    every: ClassVar[type[StrEnum]]
    reads: ClassVar[frozenset[StrEnum]] = frozenset()

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[M]:
        """The objects that `actor` sees at `level` or more."""
        raise NotImplementedError

    def permits(self, actor: Actor, action: StrEnum, obj: M) -> bool:
        """The rule itself, for somebody whose token (if any) reaches the action."""
        raise NotImplementedError

    def readers(self, obj: M) -> Mapping[UUID, list[Source]]:
        """Everybody who can see `obj` now, each with the sources of the access."""
        raise NotImplementedError

    def explain(self, actor: Actor, obj: M) -> list[Source]:
        """Why `actor` can see `obj`: the sources of the access; empty when there is none."""
        return [] if actor.person_id is None else self.readers(obj).get(actor.person_id, [])

    def scope_of(self, action: StrEnum) -> str:
        return f"{self.domain}:{'read' if action in self.reads else 'write'}"

    def can(self, actor: Actor, action: StrEnum, obj: M) -> bool:
        """Whether `actor` may do `action` to `obj` now."""
        return actor.has_scope(self.scope_of(action)) and self.permits(actor, action, obj)

    def allowed(self, actor: Actor, obj: M, actions: Iterable[StrEnum] | None = None) -> list[str]:
        """Short names of the actions that are open to `actor` now, for `allowed` in the API."""
        return [str(one).rpartition(".")[2] for one in actions or self.every if self.can(actor, one, obj)]

    def refusal(self, actor: Actor, action: StrEnum, obj: M) -> Forbidden:
        """The refusal for what is visible but not permitted: the scope that a token lacks, else the rule."""
        scope = self.scope_of(action)
        if not actor.has_scope(scope):
            return lacking(scope)
        return self.refuse(actor, action, obj)

    def refuse(self, actor: Actor, action: StrEnum, obj: M) -> Forbidden:
        """The refusal by the rule itself. A subclass may name the reason."""
        return Forbidden()


def lacking(scope: str) -> Forbidden:
    """The refusal for a token that does not reach far enough."""
    return Forbidden("needs_scope", _("The token lacks the scope %(scope)s.") % {"scope": scope})


def asking_person(actor: Actor, scope: str) -> UUID:
    """Who asks for themselves, where no policy is asked.

    Raises SignedOut for nobody, Forbidden for a token without `scope`.
    """
    if actor.person_id is None:
        raise SignedOut
    if not actor.has_scope(scope):
        raise lacking(scope)
    return actor.person_id


def load(policy: Policy[M], actor: Actor, pk: UUID, action: StrEnum, *, lock: bool = False) -> M:
    """Load and authorise in one call.

    Raises SignedOut for nobody, NotFound for what the actor cannot see (as if it did not exist) and Forbidden
    for what is visible but not permitted. `lock` holds the row until the end of the transaction.
    """
    if actor.is_anonymous:
        raise SignedOut
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
    if not policy.can(actor, action, obj):
        raise policy.refusal(actor, action, obj)
    return obj
