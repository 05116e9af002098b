"""Policies of meetings: who reads a group reads its meetings, and acts there by their role in the group."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models import Meeting
from dialogue.meetings.states import RULES, MeetingAction, MeetingRole
from groups.models import InitiativeGroup, InitiativeGroupUserPermission
from groups.policies import (
    FACILITATE,
    READ as READ_GROUP,
    Readers,
    has_grant,
    has_grant_q,
    list_grantees_of,
)
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import Level, Policy

GROUP_RESTS = _("The group is suspended or dissolved: it can only be read.")
WRONG_STATE = _("This step does not fit the present state of the meeting.")


class MeetingsAction(StrEnum):
    """Actions on the meetings of a group as a whole."""

    READ = "meetings.read"
    PLAN = "meetings.plan_meeting"


class GroupMeetingsPolicy(Policy[InitiativeGroup]):
    """Policy of a group's meetings: its readers list them, its facilitators plan them."""

    model = InitiativeGroup
    domain = "dialogue"
    every = MeetingsAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({MeetingsAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if not actor.has_scope(self.scope_of(MeetingsAction.READ)):
            return InitiativeGroup.objects.none()
        return InitiativeGroup.objects.filter(has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP))

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        codename = READ_GROUP if action == MeetingsAction.READ else FACILITATE
        return has_grant(InitiativeGroupUserPermission, actor, codename, obj.pk)

    def refuse(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> Forbidden:
        return Forbidden() if obj.is_working else Forbidden("group_not_working", GROUP_RESTS)

    def readers(self, obj: InitiativeGroup) -> Readers:
        return list_grantees_of(obj, READ_GROUP)


class MeetingPolicy(Policy[Meeting]):
    """Policy of meetings."""

    model = Meeting
    domain = "dialogue"
    every = MeetingAction
    url_parameter = "meeting_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({MeetingAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Meeting]:
        if not actor.has_scope(self.scope_of(MeetingAction.READ)):
            return Meeting.objects.none()
        readable = has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP, of="group")
        return Meeting.objects.filter(readable).select_related("group")

    def permits(self, actor: Actor, action: StrEnum, obj: Meeting) -> bool:
        rule = RULES[MeetingAction(action)]
        return obj.state in rule.states and has_grant(
            InitiativeGroupUserPermission, actor, rule.role, obj.group_id
        )

    def refuse(self, actor: Actor, action: StrEnum, obj: Meeting) -> Forbidden:
        if not obj.group.is_working:
            return Forbidden("group_not_working", GROUP_RESTS)
        if has_grant(InitiativeGroupUserPermission, actor, RULES[MeetingAction(action)].role, obj.group_id):
            return Forbidden("meeting_state", WRONG_STATE)
        return Forbidden()

    def readers(self, obj: Meeting) -> Readers:
        return list_grantees_of(obj.group, READ_GROUP)

    def allowed(self, actor: Actor, obj: Meeting) -> list[str]:
        """List the allowed actions, with the rights in the group looked up once."""
        held = {
            one for one in MeetingRole if has_grant(InitiativeGroupUserPermission, actor, one, obj.group_id)
        }
        open_now = (
            action for action, rule in RULES.items() if obj.state in rule.states and rule.role in held
        )
        return self.short_names_of(actor, open_now)
