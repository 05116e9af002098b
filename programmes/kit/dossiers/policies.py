"""Policies of dossiers: what can be done with each of them, by its phase, and by whom.

What a programme adds are its transitions (`TransitionPolicy`), by state.
"""

from __future__ import annotations

from collections.abc import Sequence, Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups.grants import WHOLE, get_spans_of, should_include_past
from groups.models import InitiativeGroup, InitiativeGroupUserPermission, Role
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    READ as READ_GROUP,
    Readers,
    has_grant,
    has_grant_q,
    list_grantees_of,
    merge_readers,
    restrict_readers,
)
from groups.selectors import find_speaking_mandate, list_active_seats
from programmes.kit.dossiers.access import READ, ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.registry import PROGRAMMES, DossierRole, get_programme
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.lifecycle import Lifecycle, Phase, Transition
from viche.kernel.policy import Level, Policy

GROUP_RESTS = _("The group is suspended or dissolved: it can only be read.")
WRONG_STATE = _("This step does not fit the present state of the dossier.")

DOMAIN = "programmes"


class DossierAction(StrEnum):
    """Actions on every dossier, whatever its kind."""

    READ = "dossier.read"
    SEE_ACCESS = "dossier.see_access"
    EDIT = "dossier.edit"
    NAME_PARTICIPANTS = "dossier.name_participants"
    HAND_OVER = "dossier.hand_over"
    WIDEN = "dossier.widen"
    SHARE = "dossier.share"
    DECLARE_INTERESTS = "dossier.declare_interests"
    DECIDE_TIE = "dossier.decide_tie"
    ADD_EVIDENCE = "dossier.add_evidence"
    RECORD_FINDING = "dossier.record_finding"
    ANSWER_FORM = "dossier.answer_form"
    COMPLETE_FORM = "dossier.complete_form"
    MAKE_EDITION = "dossier.make_edition"
    PUBLISH_EDITION = "dossier.publish_edition"
    WITHDRAW_EDITION = "dossier.withdraw_edition"
    ASK_SIGN_OFF = "dossier.ask_sign_off"
    DECIDE_SIGN_OFF = "dossier.decide_sign_off"


@dataclass(frozen=True, slots=True)
class PhaseRule:
    """The roles that may take an action, and the phases in which it is possible."""

    roles: AbstractSet[DossierRole]
    phases: AbstractSet[Phase]


OF_EDITIONS = frozenset(
    {DossierAction.MAKE_EDITION, DossierAction.PUBLISH_EDITION, DossierAction.WITHDRAW_EDITION}
)
OF_FORMS = frozenset({DossierAction.ANSWER_FORM, DossierAction.COMPLETE_FORM})
OF_INTERESTS = frozenset({DossierAction.DECLARE_INTERESTS, DossierAction.DECIDE_TIE})
EVERY_PHASE = frozenset(Phase)
OPEN_PHASES = EVERY_PHASE - {Phase.CLOSED}
LEADERS = frozenset({DossierRole.LEAD, DossierRole.FACILITATOR})
WORKERS = frozenset({DossierRole.LEAD, DossierRole.TEAM})
HAS_LEAD = "has_lead"
"""The attribute of a dossier in a list that `load_leads` sets."""

RULES: dict[DossierAction, PhaseRule] = {
    DossierAction.READ: PhaseRule({DossierRole.READER}, EVERY_PHASE),
    DossierAction.SEE_ACCESS: PhaseRule({DossierRole.MEMBER}, EVERY_PHASE),
    DossierAction.EDIT: PhaseRule(LEADERS, OPEN_PHASES),
    DossierAction.NAME_PARTICIPANTS: PhaseRule(LEADERS, OPEN_PHASES),
    DossierAction.HAND_OVER: PhaseRule(LEADERS, OPEN_PHASES),
    DossierAction.WIDEN: PhaseRule(LEADERS, EVERY_PHASE),
    DossierAction.SHARE: PhaseRule(LEADERS, OPEN_PHASES),
    DossierAction.DECLARE_INTERESTS: PhaseRule({DossierRole.TEAM}, OPEN_PHASES),
    DossierAction.DECIDE_TIE: PhaseRule(LEADERS, OPEN_PHASES),
    DossierAction.ADD_EVIDENCE: PhaseRule(WORKERS | {DossierRole.COUNTERPART}, OPEN_PHASES),
    DossierAction.RECORD_FINDING: PhaseRule(WORKERS, OPEN_PHASES - {Phase.FOLLOW_UP}),
    DossierAction.ANSWER_FORM: PhaseRule(WORKERS, {Phase.PREPARATION, Phase.FIELDWORK}),
    DossierAction.COMPLETE_FORM: PhaseRule({DossierRole.LEAD}, {Phase.PREPARATION, Phase.FIELDWORK}),
    DossierAction.MAKE_EDITION: PhaseRule(LEADERS, EVERY_PHASE - {Phase.PREPARATION}),
    DossierAction.PUBLISH_EDITION: PhaseRule(LEADERS, EVERY_PHASE - {Phase.PREPARATION}),
    DossierAction.WITHDRAW_EDITION: PhaseRule(LEADERS, EVERY_PHASE),
    DossierAction.ASK_SIGN_OFF: PhaseRule(LEADERS, EVERY_PHASE - {Phase.PREPARATION}),
    DossierAction.DECIDE_SIGN_OFF: PhaseRule({DossierRole.REVIEWER}, EVERY_PHASE - {Phase.PREPARATION}),
}


class DossiersSeen(Policy[Dossier]):
    """What all policies on dossiers share: who sees one."""

    domain = DOMAIN

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Dossier]:
        access = ActorDossierAccess.of(actor)
        return Dossier.objects.filter(access.knows_q() if level <= Level.EXISTS else access.reads_q())

    def readers(self, obj: Dossier) -> Readers:
        """Return the readers of a dossier: by a grant on it, or by its group."""
        own = list_grantees_of(obj, READ)
        of_group = list_grantees_of(obj.group, READ_GROUP)
        if should_include_past():
            return merge_readers(own, restrict_readers(of_group, get_spans_of(obj).get(WHOLE, ())))
        return merge_readers(own, of_group) if obj.is_shared_with_group else own

    def refuse(self, actor: Actor, action: StrEnum, obj: Dossier) -> Forbidden:
        if not obj.group.is_working:
            return Forbidden("group_not_working", GROUP_RESTS)
        if self.may(ActorDossierAccess.of(actor).roles_for(obj), action, obj):
            return Forbidden("dossier_state", WRONG_STATE)
        return Forbidden()

    def may(self, roles: AbstractSet[DossierRole], action: StrEnum, dossier: Dossier) -> bool:
        """Return whether one of the roles permits the action, whatever the state."""
        raise NotImplementedError


class DossierPolicy(DossiersSeen):
    """Policy of what can be done with every dossier."""

    model = Dossier
    every = DossierAction
    url_parameter = "dossier_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({DossierAction.READ, DossierAction.SEE_ACCESS})

    def permits(self, actor: Actor, action: StrEnum, obj: Dossier) -> bool:
        roles = ActorDossierAccess.of(actor).roles_for(obj)
        return is_allowed_in_phase(DossierAction(action), obj) and self.may(roles, action, obj)

    def may(self, roles: AbstractSet[DossierRole], action: StrEnum, dossier: Dossier) -> bool:
        if not roles.isdisjoint(RULES[DossierAction(action)].roles):
            return True
        return action == DossierAction.HAND_OVER and _is_of_team_alone(roles) and not _has_lead(dossier)


def is_allowed_in_phase(action: DossierAction, dossier: Dossier) -> bool:
    """Return whether the phase, the visibility and the kind of a dossier allow the action for any actor."""
    if action == DossierAction.WIDEN and (dossier.is_shared_with_group or _is_inspection(dossier)):
        return False
    programme = get_programme(dossier.kind)
    if action in OF_EDITIONS and programme.report is None:
        return False
    if action == DossierAction.ASK_SIGN_OFF and not programme.has_reviewers:
        return False
    if action in OF_FORMS and not programme.forms:
        return False
    if action in OF_INTERESTS and not any(map(programme.declares_interests, programme.roles)):
        return False
    if action == DossierAction.PUBLISH_EDITION and not _may_be_public(dossier):
        return False
    return dossier.phase in RULES[action].phases


def _has_lead(dossier: Dossier) -> bool:
    """Return whether the mandate that leads a dossier speaks in the group; else its team names another."""
    known = dossier.__dict__.get(HAS_LEAD)
    return find_speaking_mandate(dossier.group_id, dossier.lead_id) is not None if known is None else known


def load_leads(access: ActorDossierAccess, dossiers: Sequence[Dossier]) -> None:
    """Look up at once which dossiers of a list have a lead, where that decides what the actor may do."""
    asked = [one for one in dossiers if _is_of_team_alone(access.roles_for(one))]
    if asked:
        seats = list_active_seats(now()).filter(mandate__in={one.lead_id for one in asked})
        leading = set(seats.exclude(role=Role.OBSERVER).values_list("group", "mandate"))
        for one in asked:
            one.__dict__[HAS_LEAD] = (one.group_id, one.lead_id) in leading


def _is_of_team_alone(roles: AbstractSet[DossierRole]) -> bool:
    return DossierRole.TEAM in roles and roles.isdisjoint(LEADERS)


def _may_be_public(dossier: Dossier) -> bool:
    """Return whether the world may know what a step has not yet shown to the group."""
    return not dossier.is_sealed and (dossier.is_shared_with_group or not _is_inspection(dossier))


def _is_inspection(dossier: Dossier) -> bool:
    return get_programme(dossier.kind).inspects


class TransitionPolicy(DossiersSeen):
    """Policy of the transitions of one kind of dossier.

    A programme subclasses it, sets `model`, `every` to the enum of its actions and `kind` to its own.
    """

    kind: ClassVar[str]

    @property
    def lifecycle(self) -> Lifecycle[Any, DossierRole]:
        return get_programme(self.kind).lifecycle

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Dossier]:
        return super().visible_to(actor, level).filter(kind=self.kind)

    def permits(self, actor: Actor, action: StrEnum, obj: Dossier) -> bool:
        step = self._find(action)
        return obj.state in step.sources and self.may(
            ActorDossierAccess.of(actor).roles_for(obj), action, obj
        )

    def may(self, roles: AbstractSet[DossierRole], action: StrEnum, dossier: Dossier) -> bool:
        return not roles.isdisjoint(self._find(action).roles)

    def _find(self, action: StrEnum) -> Transition[Any, DossierRole]:
        return next(one for one in self.lifecycle.transitions if one.action == action)


class ProgrammesAction(StrEnum):
    """Actions on the programmes of a group as a whole."""

    READ = "programmes.read"
    BEGIN = "programmes.begin_dossier"


class GroupProgrammesPolicy(Policy[InitiativeGroup]):
    """Policy of the dossiers of a group: its readers list them, those whom a programme names begin them."""

    model = InitiativeGroup
    domain = DOMAIN
    every = ProgrammesAction
    url_parameter = "group_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({ProgrammesAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if not actor.has_scope(self.scope_of(ProgrammesAction.READ)):
            return InitiativeGroup.objects.none()
        return InitiativeGroup.objects.filter(
            has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP, of="pk")
        )

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        if action == ProgrammesAction.READ:
            return has_grant(InitiativeGroupUserPermission, actor, READ_GROUP, obj.pk)
        return obj.gives_work and any(can_begin(actor, kind, obj) for kind in PROGRAMMES)

    def refuse(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> Forbidden:
        return Forbidden() if obj.is_working else Forbidden("group_not_working", GROUP_RESTS)

    def readers(self, obj: InitiativeGroup) -> Readers:
        return list_grantees_of(obj, READ_GROUP)


def can_begin(actor: Actor, kind: str, group: InitiativeGroup) -> bool:
    """Return whether an actor may begin a dossier of this kind in a group, as far as their role decides."""
    begun_by = get_programme(kind).begun_by
    leads = has_grant(InitiativeGroupUserPermission, actor, FACILITATE_GROUP, group.pk)
    return (leads and DossierRole.FACILITATOR in begun_by) or (
        DossierRole.SPEAKER in begun_by and bool(ActorDossierAccess.of(actor).seats.get(group.pk))
    )
