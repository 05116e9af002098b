"""Which objects carry grants, and what the sources of their grants are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from groups.common.periods import Term
from groups.grants.models import Grant
from viche.kernel.policy import Policy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Codenames = Collection[str]


@dataclass(frozen=True, slots=True)
class Source:
    """Why a person has `codenames` on a container, from `valid_from` until `valid_until` (None: open).

    `kind` is membership, deputyship, guest_share, audience or break_glass; `record_id` names the record.
    """

    person_id: UUID
    codenames: Codenames
    valid_until: datetime | None
    kind: str
    record_id: UUID
    valid_from: datetime | None = None

    @property
    def term(self) -> Term:
        return Term(self.valid_from, self.valid_until)

    def during(self, term: Term) -> Source:
        """The same for the time of it that a term includes."""
        both = self.term & term
        return replace(self, valid_from=both.start, valid_until=both.end)


@dataclass(frozen=True, slots=True)
class Container:
    """How the grants of one kind of object come about; see `container`. `grants` is a subclass of Grant."""

    model: type[Model]
    kind: str
    grants: type[Any]
    codenames: frozenset[str]
    sources: Callable[[Any], Iterable[Source]]
    depends_on: Mapping[type[Model], Callable[[Any], QuerySet[Any]]]
    shares: Mapping[str, Codenames]
    policy: Policy[Any] | None
    share_action: StrEnum | None
    unshare_action: StrEnum | None
    limit: Callable[[Any], Codenames]
    emergency: Callable[[Any], bool] | None
    prefetch: Sequence[str]
    through: str
    since: str
    shown_by: Q | None
    known: Q
    offer: StrOrPromise

    @property
    def depth(self) -> int:
        """0 for a container that depends on no other; locks are taken in this order."""
        return max((container_of(parent).depth + 1 for parent in self.depends_on), default=0)

    @property
    def guard(self) -> Policy[Any]:
        """The policy that says who sees such an object. Raises LookupError for a kind without one."""
        if self.policy is None:
            raise LookupError(self.kind)
        return self.policy


CONTAINERS: dict[type[Model], Container] = {}


def container(
    model: type[Model],
    *,
    kind: str,
    grants: type[Grant],
    codenames: Codenames,
    sources: Callable[[Any], Iterable[Source]],
    depends_on: Mapping[type[Model], Callable[[Any], QuerySet[Any]]] | None = None,
    shares: Mapping[str, Codenames] | None = None,
    policy: Policy[Any] | None = None,
    share_action: StrEnum | None = None,
    unshare_action: StrEnum | None = None,
    limit: Callable[[Any], Codenames],
    emergency: Callable[[Any], bool] | None = None,
    prefetch: Sequence[str] = (),
    through: str = "",
    since: str = "",
    shown_by: Q | None = None,
    known: Q | None = None,
    offer: StrOrPromise = "",
) -> None:
    """Register a container: an object on which people hold grants.

    `kind` names it in topics. `sources(obj)` gives every source but guest shares, `depends_on` every object
    of a parent. `shares` says what each access of a share means; that takes `share_action`, to take back
    `unshare_action` or the same. `limit(obj)` narrows everybody to some codenames; two people may open it
    for an hour where `emergency(obj)`. `prefetch` names what these read, `through` another container by
    which it is seen, `since` the column since when, `shown_by` events that showed it, `known` where officers
    may know of it. `offer` offers a share in a letter.
    """
    CONTAINERS[model] = Container(
        model=model,
        kind=kind,
        grants=grants,
        codenames=frozenset(codenames),
        sources=sources,
        depends_on=depends_on or {},
        shares=shares or {},
        policy=policy,
        share_action=share_action,
        unshare_action=unshare_action or share_action,
        limit=limit,
        emergency=emergency,
        prefetch=prefetch,
        through=through,
        since=since,
        shown_by=shown_by,
        known=Q() if known is None else known,
        offer=offer,
    )


def container_of(model: type[Model]) -> Container:
    """The registration of a model. Raises KeyError when it is no container."""
    return CONTAINERS[model]


def container_kinds() -> list[str]:
    """The names of all kinds of containers."""
    return [one.kind for one in CONTAINERS.values()]


def emergency_kinds() -> list[str]:
    """The names of those that two people may open in an emergency."""
    return [one.kind for one in CONTAINERS.values() if one.emergency is not None]


def shareable_kinds() -> list[str]:
    """The names of those that may be shared with a guest."""
    return [one.kind for one in CONTAINERS.values() if one.share_action is not None]


def container_named(kind: str) -> Container | None:
    """The registration of a kind such as `thread`."""
    return next((one for one in CONTAINERS.values() if one.kind == kind), None)


def kind_named(kind: str) -> Container:
    """The same of one that is there for certain. Raises LookupError."""
    found = container_named(kind)
    if found is None:
        raise LookupError(kind)
    return found


def shareable() -> list[Container]:
    """What guests are let into: each lies in a group, its `group`."""
    return [one for one in CONTAINERS.values() if one.shares]
