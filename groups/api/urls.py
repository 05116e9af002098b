"""Addresses of this room, under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from groups.api import views

urlpatterns: list[URLPattern] = [
    path("groups", views.Groups.as_view()),
    path("groups/<uuid:group_id>", views.Group.as_view()),
    path("groups/<uuid:group_id>/members", views.GroupMembers.as_view()),
    path("groups/<uuid:group_id>/members/<uuid:membership_id>", views.GroupMember.as_view()),
    path("territories", views.Territories.as_view()),
    path("territories/<uuid:territory_id>", views.TerritoryDetails.as_view()),
    path("organisations", views.Organisations.as_view()),
    path("organisations/<uuid:organisation_id>", views.OrganisationDetails.as_view()),
    path("me/mandates", views.MyMandates.as_view()),
]
