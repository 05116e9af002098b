"""URLs of action items."""

from django.urls import path

from tasks.accountability import api as accountability_api, pdf_api
from tasks.catch_up import api as catch_up_api
from tasks.checklists import api as checklists_api
from tasks.dependencies import api as dependencies_api
from tasks.evidence import api as evidence_api
from tasks.export import api as export_api
from tasks.external_assignees import api as external_assignees_api, link_api
from tasks.import_items import api as import_items_api
from tasks.lifecycle import access_api, api as lifecycle_api
from tasks.promises import api as promises_api
from tasks.reminders import api as reminders_api
from tasks.saved_views import api as saved_views_api

ITEM = "action-items/<uuid:action_id>"

urlpatterns = [
    path("threads/<uuid:thread_id>/catch-up", catch_up_api.ThreadCatchUp.as_view()),
    path("groups/<uuid:group_id>/catch-up", catch_up_api.GroupCatchUp.as_view()),
    path("action-items", lifecycle_api.ActionItems.as_view()),
    path("groups/<uuid:group_id>/action-items", lifecycle_api.GroupActionItems.as_view()),
    path("groups/<uuid:group_id>/action-items/sheet", pdf_api.MeetingSheet.as_view()),
    path("groups/<uuid:group_id>/accountability/report", pdf_api.YearReport.as_view()),
    path("groups/<uuid:group_id>/action-items/export", export_api.ActionItemExport.as_view()),
    path("groups/<uuid:group_id>/action-item-lists", import_items_api.GroupItemList.as_view()),
    path("groups/<uuid:group_id>/action-item-lists/preview", import_items_api.ItemListPreview.as_view()),
    path(ITEM, lifecycle_api.ActionItemDetail.as_view()),
    path(f"{ITEM}/transitions", lifecycle_api.ActionItemTransitions.as_view()),
    path(f"{ITEM}/evidence", evidence_api.ActionItemEvidence.as_view()),
    path("evidence/<uuid:evidence_id>", evidence_api.EvidenceDetail.as_view()),
    path("evidence/<uuid:evidence_id>/hiding", evidence_api.EvidenceHiding.as_view()),
    path(f"{ITEM}/watch", lifecycle_api.ActionItemWatch.as_view()),
    path(f"{ITEM}/discussion", lifecycle_api.ActionItemDiscussion.as_view()),
    path(f"{ITEM}/checklist", checklists_api.ActionItemChecklist.as_view()),
    path(f"{ITEM}/checklist/<uuid:line_id>/tick", checklists_api.ChecklistTick.as_view()),
    path(f"{ITEM}/reminders", reminders_api.ActionItemReminders.as_view()),
    path(f"{ITEM}/my-reminders", reminders_api.OwnReminders.as_view()),
    path(f"{ITEM}/reminder-ladder", reminders_api.ItemLadder.as_view()),
    path(f"{ITEM}/help", lifecycle_api.ActionItemHelp.as_view()),
    path(f"{ITEM}/help/answer", lifecycle_api.ActionItemHelpAnswer.as_view()),
    path("action-items/dependencies", dependencies_api.Dependencies.as_view()),
    path(f"{ITEM}/relations", dependencies_api.ActionItemRelations.as_view()),
    path(f"{ITEM}/blockers", dependencies_api.ActionItemBlockers.as_view()),
    path(f"{ITEM}/blockers/<uuid:blocker_id>", dependencies_api.ActionItemBlocker.as_view()),
    path(f"{ITEM}/parent", dependencies_api.ActionItemParent.as_view()),
    path(f"{ITEM}/link", link_api.ActionItemLink.as_view()),
    path(f"{ITEM}/promise", promises_api.ActionItemPromise.as_view()),
    path(f"{ITEM}/promise/preview", promises_api.ActionItemPromisePreview.as_view()),
    path(f"{ITEM}/progress", link_api.ActionItemProgress.as_view()),
    path(f"{ITEM}/chain", lifecycle_api.ActionItemChain.as_view()),
    path(f"{ITEM}/history", lifecycle_api.ActionItemHistory.as_view()),
    path(f"{ITEM}/access", access_api.ItemAccess.as_view()),
    path(f"{ITEM}/access/mine", access_api.MyItemAccess.as_view()),
    path(f"{ITEM}/shares", access_api.ItemShares.as_view()),
    path(f"{ITEM}/shares/invitations", access_api.ItemGuestInvitations.as_view()),
    path(f"{ITEM}/break-glass", access_api.ItemEmergencies.as_view()),
    path("reminders/<uuid:reminder_id>", reminders_api.ReminderDetail.as_view()),
    path("reminders/<uuid:reminder_id>/acknowledgement", reminders_api.ReminderAcknowledgement.as_view()),
    path("reminders/<uuid:reminder_id>/snooze", reminders_api.ReminderSnooze.as_view()),
    path("my-reminders/<uuid:own_reminder_id>", reminders_api.OwnReminderDetail.as_view()),
    path("groups/<uuid:group_id>/outside-bodies", external_assignees_api.OutsideBodies.as_view()),
    path(
        "groups/<uuid:group_id>/outside-bodies/<uuid:outside_body_id>",
        external_assignees_api.OneOutsideBody.as_view(),
    ),
    path("groups/<uuid:group_id>/reminder-ladder", reminders_api.GroupLadder.as_view()),
    path("groups/<uuid:group_id>/accountability", accountability_api.GroupAccountability.as_view()),
    path("groups/<uuid:group_id>/promises/<uuid:promise_id>", promises_api.GroupPromise.as_view()),
    path("public/groups/<uuid:group_id>/promises", promises_api.PublicPromises.as_view()),
    path("me/saved-views", saved_views_api.MySavedViews.as_view()),
    path("me/saved-views/<uuid:view_id>", saved_views_api.MySavedView.as_view()),
    path("today", lifecycle_api.Today.as_view()),
]
