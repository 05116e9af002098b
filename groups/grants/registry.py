"""Registry of the models that carry grants, and of the sources of their grants."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from groups.common.periods import Period
from groups.grants.models import Grant
from viche.kernel.policy import Policy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Codenames = Collection[str]


@dataclass(frozen=True, slots=True)
class Source:
    """A reason why a person has `codenames` on a container, from `valid_from` until `valid_until`.

    None is open. `kind` is membership, deputyship, guest_share, audience or break_glass; `record_id` is the
    id of that record.
    """

    person_id: UUID
    codenames: Codenames
    valid_until: datetime | None
    kind: str
    record_id: UUID
    valid_from: datetime | None = None

    @property
    def term(self) -> Period:
        return Period(self.valid_from, self.valid_until)

    def during(self, term: Period) -> Source:
        """Return this source restricted to a period."""
        both = self.term & term
        return replace(self, valid_from=both.start, valid_until=both.end)


@dataclass(frozen=True, slots=True)
class Container:
    """Registration of one kind of container; see `register_container`.

    `grants` is a subclass of Grant.
    """

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
    reads_spans: bool
    through: str
    since: str
    shown_by: Q | None
    known: Q
    offer: StrOrPromise

    @property
    def depth(self) -> int:
        """Return 0 for a container that depends on no other; locks are taken in this order."""
        return max((container_of(parent).depth + 1 for parent in self.depends_on), default=0)

    @property
    def guard(self) -> Policy[Any]:
        """Return the policy that decides who sees such an object.

        Raises LookupError when there is none.
        """
        if self.policy is None:
            raise LookupError(self.kind)
        return self.policy


CONTAINERS: dict[type[Model], Container] = {}


def register_container(
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
    reads_spans: bool = False,
    through: str = "",
    since: str = "",
    shown_by: Q | None = None,
    known: Q | None = None,
    offer: StrOrPromise = "",
) -> None:
    """Register a container: a model on whose objects people hold grants.

    `sources(obj)` returns all sources but guest shares, `depends_on` the objects that depend on a parent.
    `shares` maps access levels to codenames, `limit(obj)` narrows everybody to some. Break-glass needs
    `emergency(obj)`. These read the relations `prefetch`, and audience spans if `reads_spans`. The container
    `through` shows the object, from `since` on, by the events `shown_by`; officers know of it if `known`.
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
        reads_spans=reads_spans,
        through=through,
        since=since,
        shown_by=shown_by,
        known=Q() if known is None else known,
        offer=offer,
    )


def container_of(model: type[Model]) -> Container:
    """Return the registration of a model. Raises KeyError when it is no container."""
    return CONTAINERS[model]


def list_container_kinds() -> list[str]:
    """Return the names of all kinds of containers."""
    return [one.kind for one in CONTAINERS.values()]


def list_emergency_kinds() -> list[str]:
    """Return the names of the kinds that break-glass can open."""
    return [one.kind for one in CONTAINERS.values() if one.emergency is not None]


def list_shareable_kinds() -> list[str]:
    """Return the names of the kinds that may be shared with a guest."""
    return [one.kind for one in CONTAINERS.values() if one.share_action is not None]


def find_container_by_kind(kind: str) -> Container | None:
    """Return the registration of a kind such as `thread`, or None."""
    return next((one for one in CONTAINERS.values() if one.kind == kind), None)


def get_container_by_kind(kind: str) -> Container:
    """Return the registration of a kind. Raises LookupError when there is none."""
    found = find_container_by_kind(kind)
    if found is None:
        raise LookupError(kind)
    return found


def list_shareable_containers() -> list[Container]:
    """Return the containers open to guests; each belongs to a group, its `group`."""
    return [one for one in CONTAINERS.values() if one.shares]
