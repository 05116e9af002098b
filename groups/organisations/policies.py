"""Who may see organisations, keep them, verify them and appoint their people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import COUNTRY, Reach, in_general, offices_held, runs_the_system
from groups.offices.models import OfficeKind
from groups.organisations.models import Organisation, OrganisationAdministrator
from groups.territories.models import Territory
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.policy import Level, Policy, Way
from viche.kernel.sql import prepared


class OrganisationAction(StrEnum):
    READ = "organisation.read"
    SEE_RECORD = "organisation.see_record"
    EDIT = "organisation.edit"
    EDIT_CONTACTS = "organisation.edit_contacts"
    VERIFY = "organisation.verify"
    WITHDRAW_MARK = "organisation.withdraw_mark"
    SET_ADMINISTRATORS = "organisation.set_administrators"
    SET_PARENT = "organisation.set_parent"
    APPOINT = "organisation.appoint"


# What an organisation's own administrators do there and in its units.
BY_ITS_OWN = frozenset(
    {OrganisationAction.SEE_RECORD, OrganisationAction.EDIT_CONTACTS, OrganisationAction.APPOINT}
)


# What is open to who coordinates everywhere where it works, not to who coordinates a part of that.
# Who is named administers the units, too, and so does who administers what stands above.
OF_ITS_UNITS = frozenset({OrganisationAction.SET_ADMINISTRATORS, OrganisationAction.SET_PARENT})
OF_THE_MARK = frozenset({OrganisationAction.VERIFY, OrganisationAction.WITHDRAW_MARK})
OF_THE_WHOLE = OF_ITS_UNITS | OF_THE_MARK | {OrganisationAction.EDIT}


class OrganisationPolicy(Policy[Organisation]):
    """Organisations are public knowledge among those who are signed in; coordinators keep and verify them,
    and their administrators appoint representatives.

    What an organisation is says who coordinates each of its territories. Who administers it says who does so
    in its units, too: whoever is named administers these as well. The mark is given and taken back by who
    coordinates each of its territories, or by who runs the system; one's own is also taken back where one
    coordinates a part by now.
    """

    model = Organisation
    domain = "groups"
    every = OrganisationAction
    url_parameter = "organisation_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({OrganisationAction.READ, OrganisationAction.SEE_RECORD})
    ways: ClassVar[Sequence[Way]] = in_general(_("Everybody who has signed in sees every organisation."))

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Organisation]:
        return Organisation.objects.filter(self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Organisation) -> bool:
        if action == OrganisationAction.READ:
            return not actor.is_anonymous
        return self.fits(action, obj) and _Asker.of(actor).may(action, obj, places_of([obj.pk])[obj.pk])

    def appointed_by(self, actor: Actor) -> QuerySet[Organisation]:
        """The organisations for which `actor` names the representatives."""
        reach = Reach.of(actor)
        places = Territory.objects.filter(organisations=OuterRef("pk"))
        own = Q(Exists(places.filter(reach.condition("code")))) | Q(pk__in=administered_by(actor))
        if reach.covers([]):
            own |= Q(~Exists(places))
        return self.visible_to(actor).filter(own)

    def open_in(self, actor: Actor, action: StrEnum, ids: Collection[UUID]) -> set[UUID]:
        """Those of some organisations in which an action is open by what `actor` coordinates."""
        reach = Reach.of(actor)
        if not reach.prefixes:
            return set()
        return {pk for pk, places in places_of(ids).items() if _coordinates(reach, action, places)}

    @staticmethod
    def fits(action: StrEnum, obj: Organisation) -> bool:
        """Whether a step is open now: what is verified is not verified again, but withdrawn first."""
        if action == OrganisationAction.VERIFY:
            return obj.verified_at is None
        return action != OrganisationAction.WITHDRAW_MARK or obj.verified_at is not None

    def refuse(self, actor: Actor, action: StrEnum, obj: Organisation) -> Forbidden:
        if self.fits(action, obj):
            return Forbidden()
        if action == OrganisationAction.VERIFY:
            return Forbidden("already_verified", _("This organisation is verified already."))
        return Forbidden("not_verified", _("This organisation is not verified."))

    def allowed_in(self, actor: Actor, rows: Sequence[Organisation]) -> list[list[str]]:
        """`allowed` of several organisations, in four queries."""
        asker, places = _Asker.of(actor), places_of([row.pk for row in rows])

        def may(action: OrganisationAction, row: Organisation) -> bool:
            if action == OrganisationAction.READ:
                return True
            return self.fits(action, row) and asker.may(action, row, places[row.pk])

        return [self.short(actor, (one for one in OrganisationAction if may(one, row))) for row in rows]


def who_see_record(organisation: Organisation) -> set[UUID]:
    """Who sees the record of an organisation now: its administrators, those of what it is a unit of, and who
    coordinates where it works.
    """
    above, next_id = [organisation.pk], organisation.parent_id
    while next_id is not None and next_id not in above:
        above.append(next_id)
        next_id = Organisation.objects.values_list("parent", flat=True).get(pk=next_id)
    own = OrganisationAdministrator.objects.filter(organisation__in=above, until=None)
    codes = codes_of(organisation.pk)
    coordinators = {
        office.person_id
        for office in offices_held(OfficeKind.COORDINATOR)
        if Reach((office.territory.prefix,)).covers(codes)
    }
    return coordinators.union(own.values_list("person", flat=True))


@dataclass(frozen=True, slots=True)
class Places:
    """The KATOTTH codes of where an organisation works, and of where its units do at any depth."""

    own: Collection[str]
    units: Collection[str]


def _coordinates(reach: Reach, action: StrEnum, places: Places) -> bool:
    """Whether an action is open to somebody by what they coordinate."""
    if action not in OF_THE_WHOLE:
        return reach.covers(places.own)
    whole = reach.covers_all(places.own)
    if action not in OF_ITS_UNITS:
        return whole
    return whole and all(reach.covers([code]) for code in places.units)


@dataclass(frozen=True, slots=True)
class _Asker:
    """By what somebody acts on organisations."""

    person_id: UUID | None
    reach: Reach
    administers: frozenset[UUID]
    runs_the_system: bool

    @classmethod
    def of(cls, actor: Actor) -> _Asker:
        return cls(actor.person_id, Reach.of(actor), administered_by(actor), runs_the_system(actor))

    def may(self, action: StrEnum, organisation: Organisation, places: Places) -> bool:
        if _coordinates(self.reach, action, places):
            return True
        if action in OF_THE_MARK:
            return self.runs_the_system or self._gave_the_mark(organisation, places)
        return action in BY_ITS_OWN and organisation.pk in self.administers

    def _gave_the_mark(self, organisation: Organisation, places: Places) -> bool:
        """Whether it is their own mark, where they still coordinate a part."""
        return organisation.verified_by_id == self.person_id and self.reach.covers(places.own)


# UNION, not UNION ALL, here and below: were there a circle, it would still end.
PLACES = """
    WITH RECURSIVE below AS (
        SELECT id AS top_id, id FROM groups_organisation WHERE id = ANY(%(ids)s)
        UNION
        SELECT below.top_id, unit.id FROM groups_organisation AS unit JOIN below ON unit.parent_id = below.id
    )
    SELECT DISTINCT below.top_id, below.id = below.top_id, territory.code
    FROM below
    LEFT JOIN groups_organisation_territories AS works ON works.organisation_id = below.id
    LEFT JOIN groups_territory AS territory ON territory.id = works.territory_id
"""


def places_of(organisation_ids: Collection[UUID]) -> dict[UUID, Places]:
    """Where some organisations and their units work, in one query; what works nowhere in particular works in
    the whole country.
    """
    own: dict[UUID, set[str]] = defaultdict(set)
    units: dict[UUID, set[str]] = defaultdict(set)
    for top_id, itself, code in prepared(PLACES, {"ids": list(organisation_ids)}):
        (own if itself else units)[top_id].add(code or COUNTRY)
    return {pk: Places(own[pk], units[pk]) for pk in organisation_ids}


def codes_of(organisation_id: UUID) -> list[str]:
    """The KATOTTH codes of the territories in which an organisation works."""
    return list(Territory.objects.filter(organisations=organisation_id).values_list("code", flat=True))


def codes_of_all(organisation_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The same for several organisations, in one query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    places = Territory.objects.filter(organisations__in=organisation_ids)
    for organisation_id, code in places.values_list("organisations", "code"):
        found[organisation_id].append(code)
    return found


ADMINISTERED = """
    WITH RECURSIVE governed AS (
        SELECT organisation_id AS id, id AS record_id FROM groups_organisationadministrator
        WHERE person_id = %(person_id)s AND since <= %(at)s AND (until IS NULL OR until > %(at)s)
        UNION
        SELECT unit.id, governed.record_id
        FROM groups_organisation AS unit JOIN governed ON unit.parent_id = governed.id
    )
    SELECT DISTINCT ON (id) id, record_id FROM governed ORDER BY id, record_id
"""


def administered_by(actor: Actor) -> frozenset[UUID]:
    """The organisations of which somebody is an administrator now, with all their units."""
    return frozenset(administering(actor))


def administering(actor: Actor) -> dict[UUID, UUID]:
    """The same, each with the record by which they are: of the organisation itself, or of one above it."""
    if actor.person_id is None:
        return {}
    return dict(prepared(ADMINISTERED, {"person_id": actor.person_id, "at": now()}))


LINE = """
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM groups_organisation WHERE id = ANY(%(ids)s)
        UNION
        SELECT whole.id, whole.parent_id
        FROM groups_organisation AS whole JOIN above ON above.parent_id = whole.id
    ), below AS (
        SELECT id FROM groups_organisation WHERE id = ANY(%(ids)s)
        UNION
        SELECT unit.id FROM groups_organisation AS unit JOIN below ON unit.parent_id = below.id
    )
    SELECT id FROM above UNION SELECT id FROM below
"""


def line_of(organisation_ids: Collection[UUID]) -> frozenset[UUID]:
    """Some organisations with their units and what they are units of, at every level. Other units of the same
    whole stand beside them and are not among these.
    """
    if not organisation_ids:
        return frozenset()
    return frozenset(pk for (pk,) in prepared(LINE, {"ids": list(organisation_ids)}))
