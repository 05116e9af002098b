"""Authority over the groups of a territory: offices and the territories they cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Q, QuerySet, UUIDField
from django.utils.functional import Promise

from groups.common.periods import active_at_q
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import FACILITATE, MATCH_ALL, MATCH_NONE, has_grant_q
from groups.offices.models import Office, OfficeKind
from groups.territories.models import Territory
from viche.accounts.policies import can_administer, is_browser_actor
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import AccessRule
from viche.kernel.prepared_queries import PreparedQuery, QueryParam


def signed_in_q(actor: Actor) -> Q:
    """Return the condition that is true for signed-in actors with the scope `groups:read`."""
    return MATCH_NONE if actor.is_anonymous or not actor.has_scope("groups:read") else MATCH_ALL


def build_public_ways(words: Promise) -> tuple[AccessRule, ...]:
    """Return the access ways of objects that every signed-in actor may read."""
    return (AccessRule("everybody", words, signed_in_q),)


def is_system_administrator(actor: Actor) -> bool:
    """Return whether `actor` is an administrator in a browser, or the system.

    Administrators maintain the codifier of territories and give offices. The right shows them no group and no
    dialogue, and they cannot give an office to themselves.
    """
    return is_browser_actor(actor) and can_administer(actor)


def list_current_offices(kind: OfficeKind) -> QuerySet[Office]:
    """Return the current offices of a kind."""
    return _current_offices(kind, now())


def list_office_holders(
    kind: OfficeKind, codes: Iterable[str], *, before: datetime | None = None
) -> set[UUID]:
    """Return ids of active people whose office of a kind covers all codes now.

    `before`: narrowed to offices that had begun before that moment.
    """
    return OfficeHolders.of(kind).list_covering(codes, before=before)


@dataclass(frozen=True, slots=True)
class OfficeHolders:
    """The current offices of a kind held by active people, loaded once for many questions."""

    offices: Sequence[Office]

    @classmethod
    def of(cls, kind: OfficeKind) -> OfficeHolders:
        return cls(list(list_current_offices(kind).filter(person__is_active=True)))

    def list_covering(self, codes: Iterable[str], *, before: datetime | None = None) -> set[UUID]:
        """Return ids of people whose office covers all codes and had begun before a moment, if any."""
        places = tuple(codes)
        return {
            one.person_id
            for one in self.offices
            if (before is None or one.starts_at < before)
            and TerritorialScope((one.territory.prefix,)).covers_all(places)
        }


def _current_offices(kind: Any, at: Any) -> QuerySet[Office]:
    term = active_at_q("starts_at", "ends_at", at)
    return Office.objects.filter(term, kind=kind).select_related("territory").order_by("id")


# A prepared statement: it runs at nearly every request to find an actor's territories.
CURRENT_OFFICES = PreparedQuery(
    lambda: _current_offices(QueryParam("kind", CharField()), QueryParam("at", DateTimeField())).filter(
        person=QueryParam("person_id", UUIDField())
    )
)


def list_former_offices(kind: OfficeKind) -> QuerySet[Office]:
    """Return the offices of a kind that have ended."""
    over = Office.objects.filter(ends_at__lte=now(), ends_at__gt=F("starts_at"), kind=kind)
    return over.select_related("territory").order_by("id")


def list_offices_of(actor: Actor, kind: OfficeKind) -> list[Office]:
    """Return the current offices of one person."""
    return CURRENT_OFFICES.all(kind=OfficeKind(kind).value, at=now(), person_id=actor.person_id)


COUNTRY_PREFIX = "UA"  # the prefix of every KATOTTH code


@dataclass(frozen=True, slots=True)
class TerritorialScope:
    """Territories over which an actor has authority, as prefixes of KATOTTH codes.

    The system has authority over all.
    """

    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, actor: Actor, kind: OfficeKind = OfficeKind.COORDINATOR) -> TerritorialScope:
        """Return the territories in which a person holds an office of a kind."""
        if actor.is_system:
            return cls(("",))
        if actor.person_id is None:
            return cls(())
        return cls(tuple(office.territory.prefix for office in list_offices_of(actor, kind)))

    @classmethod
    def facilitated_by(cls, actor: Actor) -> TerritorialScope:
        """Return the territories of the groups that a person facilitates.

        There they look for members.
        """
        led = has_grant_q(InitiativeGroupUserPermission, actor, FACILITATE, of="initiative_groups")
        places = Territory.objects.filter(led).distinct()
        return cls(tuple(place.prefix for place in places))

    def covers(self, codes: Iterable[str]) -> bool:
        """Return whether one of the codes lies inside; an empty list stands for the whole country."""
        places = tuple(codes) or (COUNTRY_PREFIX,)
        return any(code.startswith(prefix) for code in places for prefix in self.prefixes)

    def covers_all(self, codes: Iterable[str]) -> bool:
        """Return whether each of the codes lies inside."""
        return all(self.covers([code]) for code in tuple(codes) or (COUNTRY_PREFIX,))

    def condition(self, path: str) -> Q:
        """Return the condition on rows whose code at `path` lies inside."""
        inside = MATCH_NONE
        for prefix in self.prefixes:
            inside |= Q(**{f"{path}__startswith": prefix})
        return inside
