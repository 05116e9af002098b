"""Why the reader sees mandates, invitations, requests, registers, offices and emergency requests."""

from __future__ import annotations

from groups.break_glass.policies import BreakGlassPolicy, GlassAction
from groups.joining.policies import (
    InvitationAction,
    InvitationPolicy,
    JoinRequestAction,
    JoinRequestPolicy,
    PersonalInvitationAction,
    PersonalInvitationPolicy,
)
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.offices.policies import OfficeAction, OfficePolicy
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.api import WhySeen


class MyMandateAccess(WhySeen):
    actions = {"GET": MandateAction.READ}
    policy = MandatePolicy()


class MyInvitationAccess(WhySeen):
    actions = {"GET": InvitationAction.READ}
    policy = InvitationPolicy()


class MyPersonalInvitationAccess(WhySeen):
    actions = {"GET": PersonalInvitationAction.READ}
    policy = PersonalInvitationPolicy()


class MyJoinRequestAccess(WhySeen):
    actions = {"GET": JoinRequestAction.READ}
    policy = JoinRequestPolicy()


class MyOrganisationAccess(WhySeen):
    actions = {"GET": OrganisationAction.READ}
    policy = OrganisationPolicy()


class MyTerritoryAccess(WhySeen):
    actions = {"GET": TerritoryAction.READ}
    policy = TerritoryPolicy()


class MyOfficeAccess(WhySeen):
    actions = {"GET": OfficeAction.READ}
    policy = OfficePolicy()


class MyBreakGlassAccess(WhySeen):
    actions = {"GET": GlassAction.READ}
    policy = BreakGlassPolicy()
