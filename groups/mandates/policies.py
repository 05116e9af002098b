"""Policy of mandates: who may see, end or transfer one, and appoint deputies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import TerritorialScope
from groups.common.periods import COUNTRY_ZONE
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import MATCH_NONE, READ, has_grant_q
from groups.mandates.models import Deputyship, Mandate, MandateState
from groups.organisations.models import Organisation
from groups.organisations.policies import get_codes_by_organisation, get_codes_of, list_administered_ids
from groups.seats.deputies import may_deputise_q
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import AccessRule, Level, Policy


class MandateAction(StrEnum):
    READ = "mandate.read"
    SEE_DEPUTIES = "mandate.see_deputies"
    EDIT = "mandate.edit"
    REST = "mandate.rest"
    RESUME = "mandate.resume"
    PASS_ON = "mandate.pass_on"  # noqa: S105
    END = "mandate.end"
    NAME_DEPUTY = "mandate.name_deputy"
    APPOINT_DEPUTY = "mandate.appoint_deputy"
    END_DEPUTYSHIP = "mandate.end_deputyship"


OPEN_STATES = frozenset({MandateState.UPCOMING, MandateState.ACTIVE, MandateState.RESTING})
# The states in which a step is open. Steps that are not listed are open in every state.
STATES_OF_STEPS: Mapping[StrEnum, Collection[MandateState]] = {
    MandateAction.EDIT: OPEN_STATES,
    MandateAction.REST: frozenset({MandateState.ACTIVE}),
    MandateAction.RESUME: frozenset({MandateState.RESTING}),
    MandateAction.PASS_ON: frozenset({MandateState.ACTIVE, MandateState.RESTING}),
    MandateAction.END: OPEN_STATES,
    MandateAction.NAME_DEPUTY: OPEN_STATES,
    MandateAction.APPOINT_DEPUTY: frozenset({MandateState.UPCOMING, MandateState.ACTIVE}),
}
# Actions that the holder may take too.
HOLDER_ACTIONS = frozenset(
    {MandateAction.SEE_DEPUTIES, MandateAction.APPOINT_DEPUTY, MandateAction.END_DEPUTYSHIP}
)


def _deputised_q(actor: Actor) -> Q:
    at = now()
    going = Deputyship.objects.filter(ended_at=None, ends_at__gt=at, deputy=actor.person_id)
    return Q(Exists(going.filter(may_deputise_q(at), mandate=OuterRef("pk"))))


def _shared_group_q(actor: Actor) -> Q:
    seats = Membership.objects.filter(has_grant_q(InitiativeGroupUserPermission, actor, READ, of="group"))
    return Q(Exists(seats.filter(mandate=OuterRef("pk"))))


def _organisation_in_scope_q(reach: TerritorialScope) -> Q:
    return Q(Exists(_list_organisations_within(reach).filter(pk=OuterRef("organisation"))))


class MandatePolicy(Policy[Mandate]):
    """Policy of mandates.

    Visible to the holder, present and future deputies, members of the groups where it has a seat,
    coordinators of its organisation's territories, the organisation's administrators, and facilitators in its
    territories, who may seat it. Every step is open to the organisation's administrators and to coordinators
    of all territories where it works. Coordinators of only some of these can give mandates and end seats in
    the groups there.
    """

    model = Mandate
    domain = "groups"
    every = MandateAction
    url_parameter = "mandate_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({MandateAction.READ, MandateAction.SEE_DEPUTIES})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule("self", _("This is your mandate."), lambda actor: Q(person=actor.person_id)),
        AccessRule(
            "organisation_administrator",
            _("You administer its organisation, or one above."),
            lambda actor: Q(organisation__in=list_administered_ids(actor)),
        ),
        AccessRule("deputyship", _("You stand in for its holder, now or later."), _deputised_q),
        AccessRule("seat", _("You sit or stand in at a table where it has or had a seat."), _shared_group_q),
        AccessRule(
            "coordinator",
            _("You coordinate a territory where its organisation works."),
            lambda actor: _organisation_in_scope_q(TerritorialScope.of(actor)),
        ),
        AccessRule(
            "facilitator",
            _("You lead a group in a territory where its organisation works."),
            lambda actor: _organisation_in_scope_q(TerritorialScope.facilitated_by(actor)),
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Mandate]:
        if actor.is_anonymous or not actor.has_scope("groups:read"):
            return Mandate.objects.none()
        if actor.is_system:
            return Mandate.objects.all()
        return Mandate.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Mandate) -> bool:
        if action == MandateAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        if not self.fits(action, obj):
            return False
        return (
            _is_own_action(actor, action, obj)
            or TerritorialScope.of(actor).covers_all(get_codes_of(obj.organisation_id))
            or obj.organisation_id in list_administered_ids(actor)
        )

    @staticmethod
    def fits(action: StrEnum, obj: Mandate) -> bool:
        """Return whether a step is open in the present state of the mandate."""
        return obj.state(now(), COUNTRY_ZONE) in STATES_OF_STEPS.get(action, MandateState)

    def allowed_in(self, actor: Actor, rows: Sequence[Mandate]) -> list[list[str]]:
        """Return `allowed` of several mandates that are visible to `actor`, in four queries at most."""
        reach, codes = (
            TerritorialScope.of(actor),
            get_codes_by_organisation({row.organisation_id for row in rows}),
        )
        own = list_administered_ids(actor)

        def may(action: MandateAction, row: Mandate) -> bool:
            if action == MandateAction.READ:
                return True
            named = row.organisation_id in own or _is_own_action(actor, action, row)
            return self.fits(action, row) and (named or reach.covers_all(codes[row.organisation_id]))

        return [self.short_names_of(actor, (one for one in MandateAction if may(one, row))) for row in rows]


def _is_own_action(actor: Actor, action: StrEnum, obj: Mandate) -> bool:
    return action in HOLDER_ACTIONS and actor.person_id == obj.person_id


def _list_organisations_within(reach: TerritorialScope) -> QuerySet[Organisation]:
    nowhere = Q(territories=None) if reach.covers([]) else MATCH_NONE
    return Organisation.objects.filter(reach.condition("territories__code") | nowhere)
