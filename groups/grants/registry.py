"""Which objects carry grants, and what the sources of their grants are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from groups.common.periods import Term
from groups.grants.models import Grant
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

    `kind` names it in topics and shares. `codenames` is closed. `sources(obj)` gives every source but guest
    shares. `depends_on` gives every object of a parent, without grants too. `shares` says what each access of
    a guest share means; sharing needs `share_action` of `policy`, taking back `unshare_action`, else the
    same. `limit(obj)` narrows everybody to some codenames, as where the work is over. `emergency(obj)` says
    whether two people may open it to one of them for an hour, as by a `read` share. `prefetch` names what
    `sources`, `limit` and `emergency` read, and `through` another container by which it may be seen. `since`
    names the column that says since when there is something to see, `shown_by` the events that showed it, if
    later. Officers may know of an object where `known` holds, else everywhere.
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
