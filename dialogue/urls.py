"""URL patterns of dialogue under /api/v1/."""

from django.urls import path

from dialogue.access_requests import api as access_requests_api
from dialogue.access_requests.policies import AccessRequestAction, AccessRequestPolicy
from dialogue.acknowledgements import api as acknowledgements_api
from dialogue.drafts import api as drafts_api
from dialogue.export import api as export_api
from dialogue.facilitation import api as facilitation_api
from dialogue.lifecycle import access_api, api as lifecycle_api
from dialogue.link_previews import api as link_previews_api
from dialogue.moderation import api as moderation_api
from dialogue.posting import api as posting_api
from dialogue.publishing import api as publishing_api
from dialogue.reactions import api as reactions_api
from dialogue.reading import api as reading_api
from dialogue.rounds import api as rounds_api
from dialogue.summary.api import overview, questions, statements
from dialogue.transfer.api import merge, move, split
from viche.kernel.api import build_explanation_view

urlpatterns = [
    path("link-cards", link_previews_api.LinkCards.as_view()),
    path("groups/<uuid:group_id>/threads", lifecycle_api.GroupThreads.as_view()),
    path("threads", lifecycle_api.Threads.as_view()),
    path("threads/<uuid:thread_id>", lifecycle_api.ThreadDetails.as_view()),
    path("threads/<uuid:thread_id>/transitions", lifecycle_api.ThreadTransitions.as_view()),
    path("threads/<uuid:thread_id>/splits", split.ThreadSplits.as_view()),
    path("threads/<uuid:thread_id>/merges", merge.ThreadMerges.as_view()),
    path("threads/<uuid:thread_id>/split-obstacles", split.ThreadSplitObstacles.as_view()),
    path("threads/<uuid:thread_id>/merge-obstacles", merge.ThreadMergeObstacles.as_view()),
    path("threads/<uuid:thread_id>/moves", move.ThreadMoves.as_view()),
    path("threads/<uuid:thread_id>/pin", lifecycle_api.ThreadPin.as_view()),
    path("threads/<uuid:thread_id>/lock", facilitation_api.ThreadLock.as_view()),
    path("threads/<uuid:thread_id>/pace", facilitation_api.ThreadPace.as_view()),
    path("threads/<uuid:thread_id>/facilitator", facilitation_api.ThreadFacilitator.as_view()),
    path("threads/<uuid:thread_id>/floor", facilitation_api.ThreadFloor.as_view()),
    path("threads/<uuid:thread_id>/rounds", rounds_api.ThreadRounds.as_view()),
    path("threads/<uuid:thread_id>/rounds/end", rounds_api.ThreadRoundEnd.as_view()),
    path("groups/<uuid:group_id>/announced-threads", access_requests_api.GroupAnnouncedThreads.as_view()),
    path("threads/<uuid:thread_id>/card", access_requests_api.ThreadCard.as_view()),
    path("threads/<uuid:thread_id>/access-requests", access_requests_api.ThreadAccessRequests.as_view()),
    path("access-requests/<uuid:access_request_id>", access_requests_api.OneAccessRequest.as_view()),
    path(
        "access-requests/<uuid:access_request_id>/access/mine",
        build_explanation_view(AccessRequestPolicy(), AccessRequestAction.READ),
    ),
    path("threads/<uuid:thread_id>/audience", lifecycle_api.ThreadAudience.as_view()),
    path("threads/<uuid:thread_id>/publication", publishing_api.ThreadPublication.as_view()),
    path(
        "groups/<uuid:group_id>/public-threads/<uuid:thread_id>", publishing_api.GroupPublicThread.as_view()
    ),
    path("public/groups/<uuid:group_id>/threads", publishing_api.PublicThreads.as_view()),
    path("public/threads/<uuid:thread_id>", publishing_api.PublicThread.as_view()),
    path("public/threads/<uuid:thread_id>/messages", publishing_api.PublicMessages.as_view()),
    path("threads/<uuid:thread_id>/access", access_api.ThreadAccess.as_view()),
    path("threads/<uuid:thread_id>/access/mine", access_api.MyThreadAccess.as_view()),
    path("threads/<uuid:thread_id>/shares", access_api.ThreadShares.as_view()),
    path("threads/<uuid:thread_id>/shares/invitations", access_api.ThreadGuestInvitations.as_view()),
    path("threads/<uuid:thread_id>/break-glass", access_api.ThreadEmergencies.as_view()),
    path("threads/<uuid:thread_id>/paper", export_api.ThreadPaper.as_view()),
    path("threads/<uuid:thread_id>/export", export_api.ThreadArchive.as_view()),
    path("threads/<uuid:thread_id>/readers", lifecycle_api.ThreadReaders.as_view()),
    path("threads/<uuid:thread_id>/gist", overview.ThreadGist.as_view()),
    path("threads/<uuid:thread_id>/summary", overview.OneSummary.as_view()),
    path("threads/<uuid:thread_id>/summary/revisions", overview.SummaryRevisions.as_view()),
    path("threads/<uuid:thread_id>/questions", questions.ThreadQuestions.as_view()),
    path("questions/<uuid:question_id>", questions.OneQuestion.as_view()),
    path("questions/<uuid:question_id>/transitions", questions.QuestionTransitions.as_view()),
    path("questions/<uuid:question_id>/place", questions.QuestionPlace.as_view()),
    path("threads/<uuid:thread_id>/statements", statements.ThreadStatements.as_view()),
    path("statements/<uuid:statement_id>", statements.OneStatement.as_view()),
    path("threads/<uuid:thread_id>/draft", drafts_api.ThreadDraft.as_view()),
    path("threads/<uuid:thread_id>/attention", reading_api.ThreadAttention.as_view()),
    path("threads/<uuid:thread_id>/read", reading_api.ThreadRead.as_view()),
    path("threads/<uuid:thread_id>/unread", reading_api.ThreadUnread.as_view()),
    path("threads/<uuid:thread_id>/messages", posting_api.ThreadMessages.as_view()),
    path("messages/<uuid:message_id>", posting_api.MessageDetails.as_view()),
    path("messages/<uuid:message_id>/revisions", posting_api.MessageRevisions.as_view()),
    path("messages/<uuid:message_id>/support", reactions_api.MessageSupport.as_view()),
    path("messages/<uuid:message_id>/reactions", reactions_api.MessageReactions.as_view()),
    path("messages/<uuid:message_id>/reactions/<str:kind>", reactions_api.MessageReaction.as_view()),
    path("groups/<uuid:group_id>/reports", moderation_api.GroupReports.as_view()),
    path("groups/<uuid:group_id>/moderation", moderation_api.GroupModeration.as_view()),
    path("groups/<uuid:group_id>/moved-threads", move.GroupMovedThreads.as_view()),
    path("messages/<uuid:message_id>/reports", moderation_api.MessageReports.as_view()),
    path("messages/<uuid:message_id>/moderation", moderation_api.MessageModeration.as_view()),
    path("messages/<uuid:message_id>/appeal", moderation_api.MessageAppeal.as_view()),
    path("messages/<uuid:message_id>/must-read", acknowledgements_api.MessageMustRead.as_view()),
    path("messages/<uuid:message_id>/acknowledgement", acknowledgements_api.MessageAcknowledgement.as_view()),
    path(
        "messages/<uuid:message_id>/acknowledgements", acknowledgements_api.MessageAcknowledgements.as_view()
    ),
]
