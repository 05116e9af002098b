"""Who may do what with minutes, and in which state: readers of the group read them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from dialogue.meetings.models import Attendance
from dialogue.meetings.policies import GROUP_RESTS
from dialogue.minutes.models import Minutes, MinutesState
from groups.models import InitiativeGroupUserPermission
from groups.policies import FACILITATE, READ, RECORD, has_grant, has_grant_q
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.lifecycle import Lifecycle, Phase, State, Transition
from viche.kernel.policy import AccessRule, Level, Policy

DRAFT, REMARKS = MinutesState.DRAFT, MinutesState.REMARKS
SIGNING, SIGNED = MinutesState.SIGNING, MinutesState.SIGNED


class MinutesRole(StrEnum):
    """The right in the group, or the part in the meeting, on which an action depends."""

    READER = READ
    RECORDER = RECORD
    FACILITATOR = FACILITATE
    ATTENDANT = "attendant"
    SIGNER = "signer"


class MinutesAction(StrEnum):
    """Actions on minutes."""

    READ = "minutes.read"
    EDIT = "minutes.edit"
    ASK_REMARKS = "minutes.ask_remarks"
    REMARK = "minutes.remark"
    DECIDE_REMARK = "minutes.decide_remark"
    SEND = "minutes.send_for_signature"
    REOPEN = "minutes.reopen"
    REPLACE_SIGNER = "minutes.replace_signer"
    SIGN = "minutes.sign"
    PUBLISH = "minutes.publish"
    CORRECT = "minutes.correct"


RECORDERS = frozenset({MinutesRole.RECORDER})
LIFECYCLE: Lifecycle[MinutesAction, MinutesRole] = Lifecycle(
    states=(
        State(DRAFT, DRAFT.label, Phase.PREPARATION),
        State(REMARKS, REMARKS.label, Phase.REVIEW),
        State(SIGNING, SIGNING.label, Phase.REVIEW),
        State(SIGNED, SIGNED.label, Phase.CLOSED),
    ),
    transitions=(
        Transition(
            MinutesAction.ASK_REMARKS,
            {DRAFT},
            REMARKS,
            RECORDERS,
            label=pgettext_lazy("minutes", "Ask for remarks"),
        ),
        Transition(
            MinutesAction.SEND,
            {REMARKS},
            SIGNING,
            RECORDERS,
            label=pgettext_lazy("minutes", "Send for signature"),
        ),
        Transition(
            MinutesAction.REOPEN,
            {REMARKS, SIGNING},
            DRAFT,
            RECORDERS,
            label=pgettext_lazy("minutes", "Reopen the draft"),
        ),
        Transition(
            MinutesAction.SIGN,
            {SIGNING},
            SIGNED,
            {MinutesRole.SIGNER, MinutesRole.RECORDER},
            label=pgettext_lazy("minutes", "Sign"),
            own_service=True,
        ),
    ),
)
Rule = tuple[frozenset[MinutesRole], frozenset[str]]
RULES: dict[MinutesAction, Rule] = {
    MinutesAction.READ: (frozenset({MinutesRole.READER}), frozenset(MinutesState)),
    MinutesAction.EDIT: (RECORDERS, frozenset({DRAFT})),
    MinutesAction.REMARK: (frozenset({MinutesRole.ATTENDANT}), frozenset({REMARKS})),
    MinutesAction.DECIDE_REMARK: (RECORDERS, frozenset({DRAFT, REMARKS})),
    MinutesAction.REPLACE_SIGNER: (RECORDERS, frozenset({DRAFT, REMARKS, SIGNING})),
    MinutesAction.PUBLISH: (frozenset({MinutesRole.FACILITATOR}), frozenset({SIGNED})),
    MinutesAction.CORRECT: (RECORDERS, frozenset({SIGNED})),
    **{one.action: (frozenset(one.roles), frozenset(map(str, one.sources))) for one in LIFECYCLE.transitions},
}


def attended_q(person_id: UUID | None) -> Q:
    """Return the condition on attendance of a person who was there: as holder, or as the deputy."""
    holder = Q(deputy=None, membership__mandate__person=person_id)
    return Q(checked_in_at__isnull=False) & (holder | Q(deputy__isnull=False, deputy=person_id))


class MinutesPolicy(Policy[Minutes]):
    """Policy of minutes."""

    model = Minutes
    domain = "dialogue"
    every = MinutesAction
    url_parameter = "minutes_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({MinutesAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset({MinutesAction.SIGN})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule(
            "group",
            _("You see the group."),
            lambda actor: has_grant_q(InitiativeGroupUserPermission, actor, READ, of="group"),
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Minutes]:
        if not actor.has_scope(self.scope_of(MinutesAction.READ)):
            return Minutes.objects.none()
        rows = Minutes.objects.filter(self.visible_by_ways_q(actor))
        return rows.select_related("group", "meeting", "chair", "secretary")

    def permits(self, actor: Actor, action: StrEnum, obj: Minutes) -> bool:
        roles, states = RULES[MinutesAction(action)]
        return obj.state in states and any(_has_role(actor, one, obj) for one in roles)

    def refuse(self, actor: Actor, action: StrEnum, obj: Minutes) -> Forbidden:
        if not obj.group.is_working:
            return Forbidden("group_not_working", GROUP_RESTS)
        if any(_has_role(actor, one, obj) for one in RULES[MinutesAction(action)][0]):
            return Forbidden("minutes_state", _("This step does not fit the present state of the minutes."))
        return Forbidden()

    def allowed(self, actor: Actor, obj: Minutes) -> list[str]:
        """List the allowed actions, with each role looked up once."""
        held = {one for one in MinutesRole if _has_role(actor, one, obj)}
        open_now = (one for one, (roles, states) in RULES.items() if obj.state in states and roles & held)
        return self.short_names_of(actor, open_now)


def _has_role(actor: Actor, role: MinutesRole, obj: Minutes) -> bool:
    if role not in (MinutesRole.SIGNER, MinutesRole.ATTENDANT):
        return has_grant(InitiativeGroupUserPermission, actor, role, obj.group_id)
    if not obj.group.is_working:
        return False
    if role is MinutesRole.SIGNER:
        return actor.person_id in (obj.chair.person_id, obj.secretary.person_id)
    return Attendance.objects.filter(attended_q(actor.person_id), meeting=obj.meeting_id).exists()
