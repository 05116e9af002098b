"""Policy of organisations: who sees, edits and verifies them, and appoints their representatives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import (
    COUNTRY_PREFIX,
    TerritorialScope,
    build_public_ways,
    is_system_administrator,
    list_current_offices,
)
from groups.offices.models import OfficeKind
from groups.organisations.models import Organisation, OrganisationAdministrator
from groups.territories.models import Territory
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.policy import AccessRule, Level, Policy
from viche.kernel.sql import execute_prepared


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


# Actions of an organisation's administrators, there and in its units.
ADMINISTRATOR_ACTIONS = frozenset(
    {OrganisationAction.SEE_RECORD, OrganisationAction.EDIT_CONTACTS, OrganisationAction.APPOINT}
)


# Actions of coordinators of all territories where it works, not of a part of them. An administrator of an
# organisation administers its units too, so a new parent extends the rights of administrators above.
UNIT_ACTIONS = frozenset({OrganisationAction.SET_ADMINISTRATORS, OrganisationAction.SET_PARENT})
VERIFICATION_ACTIONS = frozenset({OrganisationAction.VERIFY, OrganisationAction.WITHDRAW_MARK})
WHOLE_AREA_ACTIONS = UNIT_ACTIONS | VERIFICATION_ACTIONS | {OrganisationAction.EDIT}


class OrganisationPolicy(Policy[Organisation]):
    """Everybody signed in sees organisations; coordinators edit and verify them.

    Administrators appoint representatives. Editing takes the coordination of every territory of the
    organisation. Naming administrators takes that of its units' territories too, since administrators also
    administer these. A verification is given and revoked by coordinators of every territory, or by system
    administrators; one's own may also be revoked by a coordinator of a part.
    """

    model = Organisation
    domain = "groups"
    every = OrganisationAction
    url_parameter = "organisation_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({OrganisationAction.READ, OrganisationAction.SEE_RECORD})
    ways: ClassVar[Sequence[AccessRule]] = build_public_ways(
        _("Everyone who is signed in sees every organisation.")
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Organisation]:
        return Organisation.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Organisation) -> bool:
        if action == OrganisationAction.READ:
            return not actor.is_anonymous
        return self.fits(action, obj) and _OrganisationAuthority.of(actor).may(
            action, obj, load_places_of([obj.pk])[obj.pk]
        )

    def appointed_by(self, actor: Actor) -> QuerySet[Organisation]:
        """Return the organisations whose representatives `actor` appoints."""
        reach = TerritorialScope.of(actor)
        places = Territory.objects.filter(organisations=OuterRef("pk"))
        own = Q(Exists(places.filter(reach.condition("code")))) | Q(pk__in=list_administered_ids(actor))
        if reach.covers([]):
            own |= Q(~Exists(places))
        return self.visible_to(actor).filter(own)

    def filter_open(self, actor: Actor, action: StrEnum, ids: Collection[UUID]) -> set[UUID]:
        """Return ids of organisations in which an action is open to `actor` as coordinator."""
        reach = TerritorialScope.of(actor)
        if not reach.prefixes:
            return set()
        return {pk for pk, places in load_places_of(ids).items() if _is_coordinated(reach, action, places)}

    @staticmethod
    def fits(action: StrEnum, obj: Organisation) -> bool:
        """Return whether the step is open now: a verified organisation is not verified again."""
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
        """Return `allowed` of several organisations, in four queries."""
        asker, places = _OrganisationAuthority.of(actor), load_places_of([row.pk for row in rows])

        def may(action: OrganisationAction, row: Organisation) -> bool:
            if action == OrganisationAction.READ:
                return True
            return self.fits(action, row) and asker.may(action, row, places[row.pk])

        return [
            self.short_names_of(actor, (one for one in OrganisationAction if may(one, row))) for row in rows
        ]


def list_record_readers(organisation: Organisation) -> set[UUID]:
    """Return ids of people who see the record of an organisation now.

    Its administrators, those of its parents, and coordinators of its territories.
    """
    above, next_id = [organisation.pk], organisation.parent_id
    while next_id is not None and next_id not in above:
        above.append(next_id)
        next_id = Organisation.objects.values_list("parent", flat=True).get(pk=next_id)
    own = OrganisationAdministrator.objects.filter(organisation__in=above, until=None)
    codes = get_codes_of(organisation.pk)
    coordinators = {
        office.person_id
        for office in list_current_offices(OfficeKind.COORDINATOR)
        if TerritorialScope((office.territory.prefix,)).covers(codes)
    }
    return coordinators.union(own.values_list("person", flat=True))


@dataclass(frozen=True, slots=True)
class OrganisationPlaces:
    """KATOTTH codes of an organisation's own territories, and of those of its units at any depth."""

    own: Collection[str]
    units: Collection[str]


def _is_coordinated(reach: TerritorialScope, action: StrEnum, places: OrganisationPlaces) -> bool:
    """Return whether an action is open to an actor by the territories that they coordinate."""
    if action not in WHOLE_AREA_ACTIONS:
        return reach.covers(places.own)
    whole = reach.covers_all(places.own)
    if action not in UNIT_ACTIONS:
        return whole
    return whole and all(reach.covers([code]) for code in places.units)


@dataclass(frozen=True, slots=True)
class _OrganisationAuthority:
    """The authority of an actor over organisations."""

    person_id: UUID | None
    reach: TerritorialScope
    administers: frozenset[UUID]
    runs_the_system: bool

    @classmethod
    def of(cls, actor: Actor) -> _OrganisationAuthority:
        return cls(
            actor.person_id,
            TerritorialScope.of(actor),
            list_administered_ids(actor),
            is_system_administrator(actor),
        )

    def may(self, action: StrEnum, organisation: Organisation, places: OrganisationPlaces) -> bool:
        if _is_coordinated(self.reach, action, places):
            return True
        if action in VERIFICATION_ACTIONS:
            return self.runs_the_system or self._is_own_verification(organisation, places)
        return action in ADMINISTRATOR_ACTIONS and organisation.pk in self.administers

    def _is_own_verification(self, organisation: Organisation, places: OrganisationPlaces) -> bool:
        """Return whether they gave the verification and still coordinate a part of the territories."""
        return organisation.verified_by_id == self.person_id and self.reach.covers(places.own)


# UNION, not UNION ALL, here and below: it would terminate even with a cycle.
PLACES_SQL = """
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


def load_places_of(organisation_ids: Collection[UUID]) -> dict[UUID, OrganisationPlaces]:
    """Return where organisations and their units work, in one query.

    Without territories an organisation works in the whole country.
    """
    own: dict[UUID, set[str]] = defaultdict(set)
    units: dict[UUID, set[str]] = defaultdict(set)
    for top_id, itself, code in execute_prepared(PLACES_SQL, {"ids": list(organisation_ids)}):
        (own if itself else units)[top_id].add(code or COUNTRY_PREFIX)
    return {pk: OrganisationPlaces(own[pk], units[pk]) for pk in organisation_ids}


def get_codes_of(organisation_id: UUID) -> list[str]:
    """Return the KATOTTH codes of the territories of an organisation."""
    return list(Territory.objects.filter(organisations=organisation_id).values_list("code", flat=True))


def get_codes_by_organisation(organisation_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the KATOTTH codes of several organisations, in one query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    places = Territory.objects.filter(organisations__in=organisation_ids)
    for organisation_id, code in places.values_list("organisations", "code"):
        found[organisation_id].append(code)
    return found


ADMINISTERED_SQL = """
    WITH RECURSIVE governed AS (
        SELECT organisation_id AS id, id AS record_id FROM groups_organisationadministrator
        WHERE person_id = %(person_id)s AND since <= %(at)s AND (until IS NULL OR until > %(at)s)
        UNION
        SELECT unit.id, governed.record_id
        FROM groups_organisation AS unit JOIN governed ON unit.parent_id = governed.id
    )
    SELECT DISTINCT ON (id) id, record_id FROM governed ORDER BY id, record_id
"""


def list_administered_ids(actor: Actor) -> frozenset[UUID]:
    """Return ids of organisations that an actor administers now, units included."""
    return frozenset(get_administration_records(actor))


def get_administration_records(actor: Actor) -> dict[UUID, UUID]:
    """Return the organisations that an actor administers, units included, by id.

    The value is the id of the administration that gives the right, of the organisation or of a parent.
    """
    if actor.person_id is None:
        return {}
    return dict(execute_prepared(ADMINISTERED_SQL, {"person_id": actor.person_id, "at": now()}))


HIERARCHY_SQL = """
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


def list_hierarchy_of(organisation_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return ids of organisations with their units and parents at every level.

    Sibling units are not included.
    """
    if not organisation_ids:
        return frozenset()
    return frozenset(pk for (pk,) in execute_prepared(HIERARCHY_SQL, {"ids": list(organisation_ids)}))
