"""Which objects carry grants, and what the sources of their grants are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from groups.models import Grant
from groups.terms import Term
from viche.kernel.policy import Policy

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
) -> None:
    """Register a container: an object on which people hold grants.

    `kind` names it in topics and shares. `codenames` is closed: a source with another one is a bug.
    `sources(obj)` gives every source but guest shares. `depends_on` gives every object of a parent, those
    without grants too: they may be getting some. `shares` says what each access of a guest share means;
    sharing needs `share_action` of `policy`, taking a share back `unshare_action`, else the same.
    `limit(obj)` narrows everybody to some codenames, as reading only where the work is over. `emergency(obj)`
    says whether two people may open it to one of them, to read, for an hour (what a `read` share gives):
    while it is restricted. `prefetch` names what `sources`, `limit` and `emergency` read of the object, so
    that many take as many queries as one, and `through` another container by which it may be seen. `since`
    names the column that says from when on there was something to see, and `shown_by` the events by which all
    who sit there came to see it, where that was later. Officers may know that an object is there where
    `known` holds: everywhere, unless said otherwise.
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
    )


def container_of(model: type[Model]) -> Container:
    """The registration of a model. Raises KeyError when it is no container."""
    return CONTAINERS[model]


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
