"""Who may see organisations, keep them, verify them and appoint their people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.models import (
    Organisation,
    Territory,
)
from groups.policies.offices import Reach, everybody_signed_in
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.policy import Level, Policy, Source
from viche.kernel.sql import prepared


class OrganisationAction(StrEnum):
    READ = "organisation.read"
    SEE_RECORD = "organisation.see_record"
    EDIT = "organisation.edit"
    EDIT_CONTACTS = "organisation.edit_contacts"
    VERIFY = "organisation.verify"
    WITHDRAW_MARK = "organisation.withdraw_mark"
    SET_ADMINISTRATORS = "organisation.set_administrators"
    APPOINT = "organisation.appoint"


# What an organisation's own administrators do there and in its units.
BY_ITS_OWN = frozenset(
    {OrganisationAction.SEE_RECORD, OrganisationAction.EDIT_CONTACTS, OrganisationAction.APPOINT}
)


class OrganisationPolicy(Policy[Organisation]):
    """Organisations are public knowledge among those who are signed in; coordinators keep and verify them and
    name their administrators, who appoint representatives.
    """

    model = Organisation
    domain = "groups"
    every = OrganisationAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({OrganisationAction.READ, OrganisationAction.SEE_RECORD})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Organisation]:
        return Organisation.objects.filter(everybody_signed_in(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Organisation) -> bool:
        if action == OrganisationAction.READ:
            return not actor.is_anonymous
        if not self.fits(action, obj):
            return False
        if Reach.of(actor).covers(codes_of(obj.pk)):
            return True
        return action in BY_ITS_OWN and obj.pk in administered_by(actor)

    def appointed_by(self, actor: Actor) -> QuerySet[Organisation]:
        """The organisations for which `actor` names the representatives."""
        reach = Reach.of(actor)
        places = Territory.objects.filter(organisations=OuterRef("pk"))
        own = Q(Exists(places.filter(reach.condition("code")))) | Q(pk__in=administered_by(actor))
        if reach.covers([]):
            own |= Q(~Exists(places))
        return self.visible_to(actor).filter(own)

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
        """`allowed` of several organisations, in three queries."""
        reach, own = Reach.of(actor), administered_by(actor)
        codes = codes_of_all([row.pk for row in rows])
        reached = [one for one in OrganisationAction if actor.has_scope(self.scope_of(one))]

        def open_in(row: Organisation) -> Collection[OrganisationAction]:
            if reach.covers(codes[row.pk]):
                return OrganisationAction
            return {OrganisationAction.READ} | (BY_ITS_OWN if row.pk in own else set())

        return [
            [one.partition(".")[2] for one in reached if one in open_in(row) and self.fits(one, row)]
            for row in rows
        ]

    def explain(self, actor: Actor, obj: Organisation) -> list[Source]:
        return []


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


# UNION, not UNION ALL: were there a circle, it would still end.
ADMINISTERED = """
    WITH RECURSIVE governed AS (
        SELECT organisation_id AS id FROM groups_organisationadministrator
        WHERE person_id = %(person_id)s AND since <= %(at)s AND (until IS NULL OR until > %(at)s)
        UNION
        SELECT unit.id FROM groups_organisation AS unit JOIN governed ON unit.parent_id = governed.id
    )
    SELECT id FROM governed
"""


def administered_by(actor: Actor) -> frozenset[UUID]:
    """The organisations of which somebody is an administrator now, with all their units."""
    if actor.person_id is None:
        return frozenset()
    return frozenset(pk for (pk,) in prepared(ADMINISTERED, {"person_id": actor.person_id, "at": now()}))
