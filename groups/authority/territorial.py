"""What somebody may do across the groups of a territory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Q, QuerySet, UUIDField
from django.utils.functional import Promise

from groups.common.periods import lasting
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import ANYBODY, FACILITATE, NOBODY, held
from groups.offices.models import Office, OfficeKind
from groups.territories.models import Territory
from viche.accounts.policies import administers, through_browser
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Way
from viche.kernel.prepared import Given, Prepared


def everybody_signed_in(actor: Actor) -> Q:
    """A condition that holds for whoever is signed in and may read this room."""
    return NOBODY if actor.is_anonymous or not actor.has_scope("groups:read") else ANYBODY


def in_general(words: Promise) -> tuple[Way, ...]:
    """The ways of what is public knowledge among those who are signed in."""
    return (Way("everybody", words, everybody_signed_in),)


def runs_the_system(actor: Actor) -> bool:
    """Whether `actor` keeps the codifier and gives offices: an administrator at a browser, or the system.

    It shows them no group and no dialogue, and nobody gives an office to themselves.
    """
    return through_browser(actor) and administers(actor)


def offices_held(kind: OfficeKind) -> QuerySet[Office]:
    """The offices of a kind that somebody holds now."""
    return _held(kind, now())


def office_holders(kind: OfficeKind, codes: Iterable[str], *, before: datetime | None = None) -> set[UUID]:
    """Return whose office of a kind covers all of some codes now; `before`: who held it at that moment."""
    places = tuple(codes)
    held = offices_held(kind).filter(person__is_active=True)
    if before is not None:
        held = held.filter(starts_at__lt=before)
    return {one.person_id for one in held if Reach((one.territory.prefix,)).covers_all(places)}


def _held(kind: Any, at: Any) -> QuerySet[Office]:
    term = lasting("starts_at", "ends_at", at)
    return Office.objects.filter(term, kind=kind).select_related("territory").order_by("id")


# Asked at nearly every request, to know where somebody has a say.
OFFICES_HELD = Prepared(
    lambda: _held(Given("kind", CharField()), Given("at", DateTimeField())).filter(
        person=Given("person_id", UUIDField())
    )
)


def offices_over(kind: OfficeKind) -> QuerySet[Office]:
    """Those that somebody held and holds no longer."""
    over = Office.objects.filter(ends_at__lte=now(), ends_at__gt=F("starts_at"), kind=kind)
    return over.select_related("territory").order_by("id")


def offices_of(actor: Actor, kind: OfficeKind) -> list[Office]:
    """Those that one person holds."""
    return OFFICES_HELD.all(kind=OfficeKind(kind).value, at=now(), person_id=actor.person_id)


COUNTRY = "UA"  # with what every KATOTTH code begins


@dataclass(frozen=True, slots=True)
class Reach:
    """Territories in which somebody has a say, as prefixes of KATOTTH codes; the system reaches all."""

    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, actor: Actor, kind: OfficeKind = OfficeKind.COORDINATOR) -> Reach:
        """Where a person holds an office of a kind."""
        if actor.is_system:
            return cls(("",))
        if actor.person_id is None:
            return cls(())
        return cls(tuple(office.territory.prefix for office in offices_of(actor, kind)))

    @classmethod
    def facilitated_by(cls, actor: Actor) -> Reach:
        """The territories of the groups that a person leads: where they find members."""
        led = held(InitiativeGroupUserPermission, actor, FACILITATE, of="initiative_groups")
        places = Territory.objects.filter(led).distinct()
        return cls(tuple(place.prefix for place in places))

    def covers(self, codes: Iterable[str]) -> bool:
        """Whether one of the codes lies inside; what lies nowhere is the whole country's."""
        places = tuple(codes) or (COUNTRY,)
        return any(code.startswith(prefix) for code in places for prefix in self.prefixes)

    def covers_all(self, codes: Iterable[str]) -> bool:
        """Whether each of the codes lies inside."""
        return all(self.covers([code]) for code in tuple(codes) or (COUNTRY,))

    def condition(self, path: str) -> Q:
        """The same for rows whose code is at `path`."""
        inside = NOBODY
        for prefix in self.prefixes:
            inside |= Q(**{f"{path}__startswith": prefix})
        return inside
