"""URLs of this app, under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from groups.access import api as access_api, group_api, person_api
from groups.break_glass import api as break_glass_api
from groups.break_glass.policies import BreakGlassPolicy, GlassAction
from groups.initiative_groups import api as initiative_groups_api
from groups.joining import api as joining_api, personal_api
from groups.joining.policies import (
    InvitationAction,
    InvitationPolicy,
    JoinRequestAction,
    JoinRequestPolicy,
    PersonalInvitationAction,
    PersonalInvitationPolicy,
)
from groups.mandates import api as mandates_api, own_api
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.member_import import api as member_import_api
from groups.memberships import api as memberships_api, history_api
from groups.milestones import api as milestones_api
from groups.offices import api as offices_api
from groups.offices.policies import OfficeAction, OfficePolicy
from groups.organisations import api as organisations_api
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.territories import api as territories_api, import_api
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.api import build_explanation_view

urlpatterns: list[URLPattern] = [
    path("groups", initiative_groups_api.Groups.as_view()),
    path("groups/directory", initiative_groups_api.GroupDirectory.as_view()),
    path("groups/directory/<uuid:group_id>", initiative_groups_api.GroupInDirectory.as_view()),
    path("groups/in-care", group_api.GroupsInCare.as_view()),
    path("groups/<uuid:group_id>", initiative_groups_api.Group.as_view()),
    path("groups/<uuid:group_id>/required-seats", initiative_groups_api.RequiredSeats.as_view()),
    path("groups/<uuid:group_id>/transitions", initiative_groups_api.GroupTransitions.as_view()),
    path("groups/<uuid:group_id>/access", access_api.GroupAccess.as_view()),
    path("groups/<uuid:group_id>/access/mine", access_api.MyGroupAccess.as_view()),
    path("groups/<uuid:group_id>/sight", group_api.SightOfGroup.as_view()),
    path("people/<uuid:person_id>/sight", person_api.PersonSight.as_view()),
    path("guest-shares/<uuid:share_id>", access_api.Share.as_view()),
    path("break-glass", break_glass_api.Requests.as_view()),
    path("break-glass/<uuid:break_glass_id>", break_glass_api.OneRequest.as_view()),
    path("break-glass/<uuid:break_glass_id>/approval", break_glass_api.Approval.as_view()),
    path("break-glass/<uuid:break_glass_id>/refusal", break_glass_api.Refusal.as_view()),
    path("groups/<uuid:group_id>/balance", milestones_api.Balance.as_view()),
    path("groups/<uuid:group_id>/readiness", milestones_api.Readiness.as_view()),
    path("groups/<uuid:group_id>/readiness/<uuid:milestone_id>", milestones_api.ReadinessMilestone.as_view()),
    path("public/groups/<uuid:group_id>", initiative_groups_api.PublicGroupPage.as_view()),
    path("groups/<uuid:group_id>/members", memberships_api.GroupMembers.as_view()),
    path("groups/<uuid:group_id>/members/<uuid:membership_id>", memberships_api.GroupMember.as_view()),
    path("groups/<uuid:group_id>/seats", memberships_api.GroupSeats.as_view()),
    path("groups/<uuid:group_id>/role-history", history_api.GroupRoleHistory.as_view()),
    path("groups/<uuid:group_id>/candidates", memberships_api.GroupCandidates.as_view()),
    path("groups/<uuid:group_id>/invitations", joining_api.GroupInvitations.as_view()),
    path("invitations/<uuid:invitation_id>", joining_api.InvitationDetails.as_view()),
    path("invitations/<uuid:invitation_id>/letters", joining_api.InvitationLetters.as_view()),
    path("invitations/offer", joining_api.Offer.as_view()),
    path("invitations/use", joining_api.Arrivals.as_view()),
    path("invitations/letters", joining_api.ArrivalLetters.as_view()),
    path("invitations/sign-up", joining_api.SignUps.as_view()),
    path("groups/<uuid:group_id>/member-lists", member_import_api.GroupMemberList.as_view()),
    path("groups/<uuid:group_id>/member-lists/preview", member_import_api.MemberListPreview.as_view()),
    path("member-lists/template", member_import_api.MemberListTemplate.as_view()),
    path("groups/<uuid:group_id>/join-requests", joining_api.GroupJoinRequests.as_view()),
    path("join-requests/<uuid:join_request_id>", joining_api.JoinRequestDetails.as_view()),
    path("me/join-requests", joining_api.MyJoinRequests.as_view()),
    path("territories", territories_api.Territories.as_view()),
    path("territories/import", import_api.TerritoryImport.as_view()),
    path("territories/<uuid:territory_id>", territories_api.TerritoryDetails.as_view()),
    path("territories/<uuid:territory_id>/contact-points", territories_api.TerritoryContactPoints.as_view()),
    path("territories/<uuid:territory_id>/populations", territories_api.TerritoryPopulation.as_view()),
    path("territories/<uuid:territory_id>/ending-mandates", mandates_api.EndingMandates.as_view()),
    path("personal-invitations", personal_api.PersonalInvitations.as_view()),
    path("personal-invitations/offer", personal_api.PersonalOffer.as_view()),
    path("personal-invitations/taking", personal_api.PersonalTakings.as_view()),
    path("personal-invitations/sign-up", personal_api.PersonalSignUps.as_view()),
    path(
        "personal-invitations/<uuid:personal_invitation_id>",
        personal_api.OnePersonalInvitation.as_view(),
    ),
    path(
        "personal-invitations/<uuid:personal_invitation_id>/letters",
        personal_api.PersonalLetters.as_view(),
    ),
    path("offices/invitations", personal_api.OfficeInvitations.as_view()),
    path(
        "organisations/<uuid:organisation_id>/administrators/invitations",
        personal_api.AdministratorInvitations.as_view(),
    ),
    path("offices", offices_api.Offices.as_view()),
    path("offices/<uuid:office_id>", offices_api.OneOffice.as_view()),
    path("organisations", organisations_api.Organisations.as_view()),
    path("organisations/<uuid:organisation_id>", organisations_api.OrganisationDetails.as_view()),
    path("organisations/<uuid:organisation_id>/mandates", mandates_api.OrganisationMandates.as_view()),
    path("organisations/<uuid:organisation_id>/candidates", mandates_api.OrganisationCandidates.as_view()),
    path("mandates/<uuid:mandate_id>", mandates_api.MandateDetails.as_view()),
    path("mandates/<uuid:mandate_id>/deputy", mandates_api.MandateDeputy.as_view()),
    path("mandates/<uuid:mandate_id>/transitions", mandates_api.MandateTransitions.as_view()),
    path("mandates/<uuid:mandate_id>/succession", mandates_api.MandateSuccession.as_view()),
    path("mandates/<uuid:mandate_id>/colleagues", own_api.MandateColleagues.as_view()),
    path("mandates/<uuid:mandate_id>/deputyships", own_api.MandateDeputyships.as_view()),
    path("deputyships/<uuid:deputyship_id>", own_api.DeputyshipDetails.as_view()),
    path("organisations/<uuid:organisation_id>/contacts", organisations_api.OrganisationContacts.as_view()),
    path(
        "organisations/<uuid:organisation_id>/verification",
        organisations_api.OrganisationVerification.as_view(),
    ),
    path(
        "organisations/<uuid:organisation_id>/administrators",
        organisations_api.OrganisationAdministrators.as_view(),
    ),
    path(
        "organisations/<uuid:organisation_id>/administrators/<uuid:administrator_id>",
        organisations_api.OneOrganisationAdministrator.as_view(),
    ),
    path("me/mandates", own_api.MyMandates.as_view()),
    path(
        "mandates/<uuid:mandate_id>/access/mine", build_explanation_view(MandatePolicy(), MandateAction.READ)
    ),
    path(
        "invitations/<uuid:invitation_id>/access/mine",
        build_explanation_view(InvitationPolicy(), InvitationAction.READ),
    ),
    path(
        "personal-invitations/<uuid:personal_invitation_id>/access/mine",
        build_explanation_view(PersonalInvitationPolicy(), PersonalInvitationAction.READ),
    ),
    path(
        "join-requests/<uuid:join_request_id>/access/mine",
        build_explanation_view(JoinRequestPolicy(), JoinRequestAction.READ),
    ),
    path(
        "organisations/<uuid:organisation_id>/access/mine",
        build_explanation_view(OrganisationPolicy(), OrganisationAction.READ),
    ),
    path(
        "territories/<uuid:territory_id>/access/mine",
        build_explanation_view(TerritoryPolicy(), TerritoryAction.READ),
    ),
    path("offices/<uuid:office_id>/access/mine", build_explanation_view(OfficePolicy(), OfficeAction.READ)),
    path(
        "break-glass/<uuid:break_glass_id>/access/mine",
        build_explanation_view(BreakGlassPolicy(), GlassAction.READ),
    ),
]
