"""Addresses of action items."""

from django.urls import path

from tasks.api import access, views

ITEM = "action-items/<uuid:action_id>"

urlpatterns = [
    path("action-items", views.ActionItems.as_view()),
    path("groups/<uuid:group_id>/action-items", views.GroupActionItems.as_view()),
    path(ITEM, views.ActionItemDetail.as_view()),
    path(f"{ITEM}/transitions", views.ActionItemTransitions.as_view()),
    path(f"{ITEM}/evidence", views.ActionItemEvidence.as_view()),
    path(f"{ITEM}/reminders", views.ActionItemReminders.as_view()),
    path(f"{ITEM}/chain", views.ActionItemChain.as_view()),
    path(f"{ITEM}/history", views.ActionItemHistory.as_view()),
    path(f"{ITEM}/access", access.ItemAccess.as_view()),
    path(f"{ITEM}/access/mine", access.MyItemAccess.as_view()),
    path(f"{ITEM}/shares", access.ItemShares.as_view()),
    path(f"{ITEM}/break-glass", access.ItemEmergencies.as_view()),
    path("reminders/<uuid:reminder_id>", views.ReminderDetail.as_view()),
    path("reminders/<uuid:reminder_id>/acknowledgement", views.ReminderAcknowledgement.as_view()),
    path("today", views.Today.as_view()),
]
