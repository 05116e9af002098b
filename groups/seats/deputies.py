"""Rules of deputyships: a deputy acts while the deputyship lasts and they represent the organisation.

That takes an own mandate there, valid and not suspended. The usual deputy named by a mandate may come from
elsewhere: they act without an own mandate until they first represent the organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, Exists, F, Func, OuterRef, Q

from groups.common.periods import COUNTRY_ZONE, LocalDay, Period, active_at_q, find_earliest, merge_periods
from groups.mandates.models import Deputyship, Mandate, MandateRest
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.prepared_queries import PreparedQuery, attach, wrap_value

MandatesByDeputy = Mapping[tuple[UUID, UUID], Iterable[Mandate]]


class CountryZone(Func):
    """The country's time zone as an SQL literal: hot statements take no strings as parameters."""

    template = f"'{COUNTRY_ZONE}'"
    output_field = CharField()


def acting_deputyship_q(at: Any) -> Q:
    """Return the condition on deputyships that are in force at a moment."""
    asked = active_at_q("starts_at", "ends_at", at) & (Q(ended_at=None) | Q(ended_at__gt=at))
    return asked & may_deputise_q(at)


def may_deputise_q(at: Any) -> Q:
    """Return the condition on deputyships whose deputy may represent the organisation at a moment.

    Includes deputyships that have not begun.
    """
    day = LocalDay(wrap_value(at, DateTimeField()), CountryZone())
    begun = Mandate.objects.filter(
        person=OuterRef("deputy"), organisation=OuterRef("mandate__organisation"), starts_on__lte=day
    )
    at_work = begun.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), Q(ended_at=None) | Q(ended_at__gt=at), rested_at=None
    )
    return Exists(at_work) | (Q(mandate__deputy=F("deputy")) & ~Exists(begun))


def load_deputy_mandates(windows: Iterable[Deputyship]) -> MandatesByDeputy:
    """Load the mandates of some deputies, by person and organisation, in two queries.

    For `find_acting_periods`.
    """
    people = {one.deputy_id for one in windows}
    found: dict[tuple[UUID, UUID], list[Mandate]] = {}
    rows = MANDATES_OF_PEOPLE.all(people=list(people)) if people else []
    attach_suspensions(rows)
    for one in rows:
        found.setdefault((one.person_id, one.organisation_id), []).append(one)
    return found


def attach_suspensions(mandates: Collection[Mandate]) -> None:
    """Load the suspensions of some mandates in one query, for `Mandate.giving`."""
    rests = SUSPENSIONS.all(ids=[one.pk for one in mandates]) if mandates else []
    attach(mandates, "rests", rests, by="mandate_id")


MANDATES_OF_PEOPLE = PreparedQuery(lambda: Mandate.objects.filter(ids_param_q("person", "people")))
SUSPENSIONS = PreparedQuery(
    lambda: MandateRest.objects.filter(ids_param_q("mandate", "ids")).order_by("since")
)


def get_deputy_mandates(window: Deputyship, belonging: MandatesByDeputy) -> list[Mandate]:
    """Return the mandates of a deputy for the organisation of their deputyship.

    Needs `window.mandate`.
    """
    return list(belonging.get((window.deputy_id, window.mandate.organisation_id), ()))


def find_acting_periods(
    window: Deputyship, belonging: MandatesByDeputy, *, once: bool = False
) -> list[Period]:
    """Return the periods in which a deputy acts, in order; agrees with `acting_deputyship_q`.

    Needs `window.mandate`. `once`: include periods in which the deputy acted through a mandate that is
    suspended now.
    """
    own = get_deputy_mandates(window, belonging)
    terms = [term for one in own if once or one.rested_at is None for term in one.giving(COUNTRY_ZONE)]
    if window.mandate.deputy_id == window.deputy_id:
        terms.append(Period(None, find_earliest(one.term(COUNTRY_ZONE).start for one in own)))
    return merge_periods(term & window.term for term in terms)
