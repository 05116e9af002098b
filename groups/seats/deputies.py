"""When a deputy acts: while they are asked to, and only as long as they act for the organisation themselves.

Whoever stands in has a mandate of their own there that holds and does not rest. The usual deputy whom a
mandate names may come from elsewhere: they stand in without one, until they first act for the organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, Exists, F, Func, OuterRef, Q

from groups.common.periods import COUNTRY_ZONE, LocalDay, Term, earliest, joined, lasting
from groups.mandates.models import Deputyship, Mandate, MandateRest
from viche.kernel.lists import given_ids
from viche.kernel.prepared import Prepared, attach, valued

Belonging = Mapping[tuple[UUID, UUID], Iterable[Mandate]]


class CountryZone(Func):
    """The country's zone in SQL, written out: hot statements take no words as values."""

    template = f"'{COUNTRY_ZONE}'"
    output_field = CharField()


def standing_in(at: Any) -> Q:
    """Deputyships that hold at a moment."""
    asked = lasting("starts_at", "ends_at", at) & (Q(ended_at=None) | Q(ended_at__gt=at))
    return asked & may_stand_in(at)


def may_stand_in(at: Any) -> Q:
    """Deputyships, also such as are yet to begin, whose deputy belongs to the organisation at a moment."""
    day = LocalDay(valued(at, DateTimeField()), CountryZone())
    begun = Mandate.objects.filter(
        person=OuterRef("deputy"), organisation=OuterRef("mandate__organisation"), starts_on__lte=day
    )
    at_work = begun.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), Q(ended_at=None) | Q(ended_at__gt=at), rested_at=None
    )
    return Exists(at_work) | (Q(mandate__deputy=F("deputy")) & ~Exists(begun))


def mandates_of_deputies(windows: Iterable[Deputyship]) -> Belonging:
    """The mandates of some deputies, by person and organisation: what `acting` asks for, in two queries."""
    people = {one.deputy_id for one in windows}
    found: dict[tuple[UUID, UUID], list[Mandate]] = {}
    rows = MANDATES_OF_PEOPLE.all(people=list(people)) if people else []
    attach_rests(rows)
    for one in rows:
        found.setdefault((one.person_id, one.organisation_id), []).append(one)
    return found


def attach_rests(mandates: Collection[Mandate]) -> None:
    """Load the times in which some mandates rested, in one query, for `Mandate.giving`."""
    rests = RESTS.all(ids=[one.pk for one in mandates]) if mandates else []
    attach(mandates, "rests", rests, by="mandate_id")


MANDATES_OF_PEOPLE = Prepared(lambda: Mandate.objects.filter(given_ids("person", "people")))
RESTS = Prepared(lambda: MandateRest.objects.filter(given_ids("mandate", "ids")).order_by("since"))


def belonging_of(window: Deputyship, belonging: Belonging) -> list[Mandate]:
    """The mandates of a deputy for the organisation for which they stand in. Needs `window.mandate`."""
    return list(belonging.get((window.deputy_id, window.mandate.organisation_id), ()))


def acting(window: Deputyship, belonging: Belonging, *, once: bool = False) -> list[Term]:
    """The times in which a deputy acts, in order, as `standing_in` says. Needs `window.mandate`.

    `once`: also those in which they acted by a mandate that rests since.
    """
    own = belonging_of(window, belonging)
    terms = [term for one in own if once or one.rested_at is None for term in one.giving(COUNTRY_ZONE)]
    if window.mandate.deputy_id == window.deputy_id:
        terms.append(Term(None, earliest(one.term(COUNTRY_ZONE).start for one in own)))
    return joined(term & window.term for term in terms)
