"""Addresses of this room, under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from groups.api import (
    access,
    break_glass,
    groups,
    joining,
    mandates,
    members,
    offices,
    organisations,
    posts,
    readiness,
    territories,
)

urlpatterns: list[URLPattern] = [
    path("groups", groups.Groups.as_view()),
    path("groups/directory", groups.GroupDirectory.as_view()),
    path("groups/directory/<uuid:group_id>", groups.GroupInDirectory.as_view()),
    path("groups/<uuid:group_id>", groups.Group.as_view()),
    path("groups/<uuid:group_id>/required-seats", groups.RequiredSeats.as_view()),
    path("groups/<uuid:group_id>/transitions", groups.GroupTransitions.as_view()),
    path("groups/<uuid:group_id>/access", access.GroupAccess.as_view()),
    path("groups/<uuid:group_id>/access/mine", access.MyGroupAccess.as_view()),
    path("guest-shares/<uuid:share_id>", access.Share.as_view()),
    path("break-glass", break_glass.Requests.as_view()),
    path("break-glass/<uuid:break_glass_id>", break_glass.OneRequest.as_view()),
    path("break-glass/<uuid:break_glass_id>/approval", break_glass.Approval.as_view()),
    path("break-glass/<uuid:break_glass_id>/refusal", break_glass.Refusal.as_view()),
    path("groups/<uuid:group_id>/balance", readiness.Balance.as_view()),
    path("groups/<uuid:group_id>/readiness", readiness.Readiness.as_view()),
    path("groups/<uuid:group_id>/readiness/<uuid:milestone_id>", readiness.ReadinessMilestone.as_view()),
    path("public/groups/<uuid:group_id>", groups.PublicGroupPage.as_view()),
    path("groups/<uuid:group_id>/members", members.GroupMembers.as_view()),
    path("groups/<uuid:group_id>/members/<uuid:membership_id>", members.GroupMember.as_view()),
    path("groups/<uuid:group_id>/seats", members.GroupSeats.as_view()),
    path("groups/<uuid:group_id>/candidates", members.GroupCandidates.as_view()),
    path("groups/<uuid:group_id>/invitations", joining.GroupInvitations.as_view()),
    path("invitations/<uuid:invitation_id>", joining.InvitationDetails.as_view()),
    path("invitations/offer", joining.Offer.as_view()),
    path("invitations/use", joining.Arrivals.as_view()),
    path("groups/<uuid:group_id>/join-requests", joining.GroupJoinRequests.as_view()),
    path("join-requests/<uuid:join_request_id>", joining.JoinRequestDetails.as_view()),
    path("me/join-requests", joining.MyJoinRequests.as_view()),
    path("territories", territories.Territories.as_view()),
    path("territories/<uuid:territory_id>", territories.TerritoryDetails.as_view()),
    path("territories/<uuid:territory_id>/contact-points", territories.TerritoryContactPoints.as_view()),
    path("territories/<uuid:territory_id>/populations", territories.TerritoryPopulation.as_view()),
    path("offices", offices.Offices.as_view()),
    path("offices/<uuid:office_id>", offices.OneOffice.as_view()),
    path("organisations", organisations.Organisations.as_view()),
    path("organisations/<uuid:organisation_id>", organisations.OrganisationDetails.as_view()),
    path("organisations/<uuid:organisation_id>/mandates", posts.OrganisationMandates.as_view()),
    path("organisations/<uuid:organisation_id>/candidates", posts.OrganisationCandidates.as_view()),
    path("mandates/<uuid:mandate_id>", posts.MandateDetails.as_view()),
    path("mandates/<uuid:mandate_id>/transitions", posts.MandateTransitions.as_view()),
    path("mandates/<uuid:mandate_id>/succession", posts.MandateSuccession.as_view()),
    path("mandates/<uuid:mandate_id>/colleagues", mandates.MandateColleagues.as_view()),
    path("mandates/<uuid:mandate_id>/deputyships", mandates.MandateDeputyships.as_view()),
    path("deputyships/<uuid:deputyship_id>", mandates.DeputyshipDetails.as_view()),
    path("organisations/<uuid:organisation_id>/contacts", organisations.OrganisationContacts.as_view()),
    path(
        "organisations/<uuid:organisation_id>/verification", organisations.OrganisationVerification.as_view()
    ),
    path(
        "organisations/<uuid:organisation_id>/administrators",
        organisations.OrganisationAdministrators.as_view(),
    ),
    path(
        "organisations/<uuid:organisation_id>/administrators/<uuid:administrator_id>",
        organisations.OneOrganisationAdministrator.as_view(),
    ),
    path("me/mandates", mandates.MyMandates.as_view()),
]
