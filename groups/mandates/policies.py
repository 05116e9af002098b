"""Who knows a mandate, and who may end it or name a deputy."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import Reach
from groups.common.periods import COUNTRY_ZONE
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import NOBODY, READ, held
from groups.mandates.models import Deputyship, Mandate, MandateState
from groups.organisations.models import Organisation
from groups.organisations.policies import administered_by, codes_of, codes_of_all
from groups.seats.deputies import may_stand_in
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Level, Policy, Way


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


GOING = frozenset({MandateState.UPCOMING, MandateState.ACTIVE, MandateState.RESTING})
# In which states a step is open; one that is missing always is.
STEPS: Mapping[StrEnum, Collection[MandateState]] = {
    MandateAction.EDIT: GOING,
    MandateAction.REST: frozenset({MandateState.ACTIVE}),
    MandateAction.RESUME: frozenset({MandateState.RESTING}),
    MandateAction.PASS_ON: frozenset({MandateState.ACTIVE, MandateState.RESTING}),
    MandateAction.END: GOING,
    MandateAction.NAME_DEPUTY: GOING,
    MandateAction.APPOINT_DEPUTY: frozenset({MandateState.UPCOMING, MandateState.ACTIVE}),
}
# What the holder decides, too.
OWN = frozenset({MandateAction.SEE_DEPUTIES, MandateAction.APPOINT_DEPUTY, MandateAction.END_DEPUTYSHIP})


def _stood_in(actor: Actor) -> Q:
    at = now()
    going = Deputyship.objects.filter(ended_at=None, ends_at__gt=at, deputy=actor.person_id)
    return Q(Exists(going.filter(may_stand_in(at), mandate=OuterRef("pk"))))


def _at_its_table(actor: Actor) -> Q:
    seats = Membership.objects.filter(held(InitiativeGroupUserPermission, actor, READ, of="group"))
    return Q(Exists(seats.filter(mandate=OuterRef("pk"))))


def _of_its_organisation(reach: Reach) -> Q:
    return Q(Exists(_organisations_within(reach).filter(pk=OuterRef("organisation"))))


class MandatePolicy(Policy[Mandate]):
    """Who knows a mandate: its holder and deputies of now or later, the groups where it sits, coordinators of
    its organisation's territories and its own administrators, and facilitators there, who may seat it.

    Every step is for the organisation's own administrators, and for those who coordinate everywhere where it
    works: who coordinates a part of that gives mandates and ends seats in the groups there.
    """

    model = Mandate
    domain = "groups"
    every = MandateAction
    url_parameter = "mandate_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({MandateAction.READ, MandateAction.SEE_DEPUTIES})
    ways: ClassVar[Sequence[Way]] = (
        Way("self", _("This is your mandate."), lambda actor: Q(person=actor.person_id)),
        Way(
            "organisation_administrator",
            _("You administer its organisation, or one above."),
            lambda actor: Q(organisation__in=administered_by(actor)),
        ),
        Way("deputyship", _("You stand in for its holder, now or later."), _stood_in),
        Way("seat", _("You sit or stand in at a table where it has or had a seat."), _at_its_table),
        Way(
            "coordinator",
            _("You coordinate a territory where its organisation works."),
            lambda actor: _of_its_organisation(Reach.of(actor)),
        ),
        Way(
            "facilitator",
            _("You lead a group in a territory where its organisation works."),
            lambda actor: _of_its_organisation(Reach.facilitated_by(actor)),
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Mandate]:
        if actor.is_anonymous or not actor.has_scope("groups:read"):
            return Mandate.objects.none()
        if actor.is_system:
            return Mandate.objects.all()
        return Mandate.objects.filter(self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Mandate) -> bool:
        if action == MandateAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        if not self.fits(action, obj):
            return False
        return (
            _owns(actor, action, obj)
            or Reach.of(actor).covers_all(codes_of(obj.organisation_id))
            or obj.organisation_id in administered_by(actor)
        )

    @staticmethod
    def fits(action: StrEnum, obj: Mandate) -> bool:
        """Whether a step is open in the state in which the mandate is."""
        return obj.state(now(), COUNTRY_ZONE) in STEPS.get(action, MandateState)

    def allowed_in(self, actor: Actor, rows: Sequence[Mandate]) -> list[list[str]]:
        """`allowed` of several mandates that `actor` sees, in four queries at most."""
        reach, codes = Reach.of(actor), codes_of_all({row.organisation_id for row in rows})
        own = administered_by(actor)

        def may(action: MandateAction, row: Mandate) -> bool:
            if action == MandateAction.READ:
                return True
            named = row.organisation_id in own or _owns(actor, action, row)
            return self.fits(action, row) and (named or reach.covers_all(codes[row.organisation_id]))

        return [self.short(actor, (one for one in MandateAction if may(one, row))) for row in rows]


def _owns(actor: Actor, action: StrEnum, obj: Mandate) -> bool:
    return action in OWN and actor.person_id == obj.person_id


def _organisations_within(reach: Reach) -> QuerySet[Organisation]:
    nowhere = Q(territories=None) if reach.covers([]) else NOBODY
    return Organisation.objects.filter(reach.condition("territories__code") | nowhere)
