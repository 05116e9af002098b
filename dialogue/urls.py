"""URL patterns of dialogue under /api/v1/."""

from django.urls import path

from dialogue.access_requests import api as access_requests_api
from dialogue.access_requests.policies import AccessRequestAction, AccessRequestPolicy
from dialogue.acknowledgements import api as acknowledgements_api
from dialogue.charters import api as charters_api
from dialogue.decisions import api as decisions_api
from dialogue.decisions.policies import Action as DecisionAction, DecisionPolicy
from dialogue.drafts import api as drafts_api
from dialogue.export import api as export_api
from dialogue.facilitation import api as facilitation_api
from dialogue.lifecycle import access_api, api as lifecycle_api
from dialogue.link_previews import api as link_previews_api
from dialogue.meetings.api import agenda as agenda_api, meetings as meetings_api, participation as meeting_api
from dialogue.minutes import api as minutes_api
from dialogue.minutes.policies import MinutesAction, MinutesPolicy
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
    path("groups/<uuid:group_id>/charter", charters_api.GroupCharter.as_view()),
    path("groups/<uuid:group_id>/decisions", decisions_api.GroupDecisions.as_view()),
    path("public/groups/<uuid:group_id>/decisions", decisions_api.PublicDecisions.as_view()),
    path("threads/<uuid:thread_id>/decisions", decisions_api.ThreadDecisions.as_view()),
    path("decisions/<uuid:decision_id>", decisions_api.OneDecision.as_view()),
    path(
        "decisions/<uuid:decision_id>/access/mine",
        build_explanation_view(DecisionPolicy(), DecisionAction.READ),
    ),
    path("decisions/<uuid:decision_id>/transitions", decisions_api.DecisionTransitions.as_view()),
    path("decisions/<uuid:decision_id>/voters/<uuid:voter_id>/vote", decisions_api.DecisionVote.as_view()),
    path(
        "decisions/<uuid:decision_id>/voters/<uuid:voter_id>/phone-vote",
        decisions_api.DecisionPhoneVote.as_view(),
    ),
    path(
        "decisions/<uuid:decision_id>/voters/<uuid:voter_id>/ballot",
        decisions_api.DecisionBallot.as_view(),
    ),
    path("decisions/<uuid:decision_id>/asks", decisions_api.DecisionAsks.as_view()),
    path(
        "decisions/<uuid:decision_id>/objections/<uuid:voter_id>/replies",
        decisions_api.ObjectionReplies.as_view(),
    ),
    path("decisions/<uuid:decision_id>/paper", decisions_api.DecisionPaper.as_view()),
    path("decisions/<uuid:decision_id>/paper-scan", decisions_api.DecisionScan.as_view()),
    path("decisions/<uuid:decision_id>/outcome", decisions_api.DecisionOutcome.as_view()),
    path("decisions/<uuid:decision_id>/publication", decisions_api.DecisionPublication.as_view()),
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
    path("groups/<uuid:group_id>/minutes", minutes_api.GroupMinutes.as_view()),
    path("public/groups/<uuid:group_id>/minutes", minutes_api.GroupPublicMinutes.as_view()),
    path("public/minutes/<uuid:minutes_id>/pdf", minutes_api.PublicMinutesPdf.as_view()),
    path(
        "public/minutes/<uuid:minutes_id>/corrections/pdf", minutes_api.PublicMinutesCorrectionsPdf.as_view()
    ),
    path("meetings/<uuid:meeting_id>/minutes", minutes_api.MeetingMinutes.as_view()),
    path("minutes/<uuid:minutes_id>", minutes_api.OneMinutes.as_view()),
    path(
        "minutes/<uuid:minutes_id>/access/mine", build_explanation_view(MinutesPolicy(), MinutesAction.READ)
    ),
    path("minutes/<uuid:minutes_id>/lines", minutes_api.MinutesLines.as_view()),
    path("minutes/<uuid:minutes_id>/lines/<uuid:line_id>", minutes_api.OneMinutesLine.as_view()),
    path("minutes/<uuid:minutes_id>/transitions", minutes_api.MinutesTransitions.as_view()),
    path("minutes/<uuid:minutes_id>/remarks", minutes_api.MinutesRemarks.as_view()),
    path("minutes/<uuid:minutes_id>/remarks/<uuid:remark_id>/decision", minutes_api.RemarkDecision.as_view()),
    path("minutes/<uuid:minutes_id>/signers/<str:role>", minutes_api.MinutesSigners.as_view()),
    path("minutes/<uuid:minutes_id>/signatures/<str:role>", minutes_api.MinutesSignatures.as_view()),
    path("minutes/<uuid:minutes_id>/pdf", minutes_api.MinutesPdf.as_view()),
    path("minutes/<uuid:minutes_id>/publication", minutes_api.MinutesPublication.as_view()),
    path("minutes/<uuid:minutes_id>/corrections", minutes_api.MinutesCorrections.as_view()),
    path("minutes/<uuid:minutes_id>/corrections/pdf", minutes_api.MinutesCorrectionsPdf.as_view()),
    path("groups/<uuid:group_id>/meetings", meetings_api.GroupMeetings.as_view()),
    path("groups/<uuid:group_id>/meeting-series", meetings_api.GroupMeetingSeries.as_view()),
    path("groups/<uuid:group_id>/meeting-series/<uuid:series_id>", meetings_api.OneMeetingSeries.as_view()),
    path("meetings/<uuid:meeting_id>", meetings_api.OneMeeting.as_view()),
    path("meetings/<uuid:meeting_id>/transitions", meetings_api.MeetingTransitions.as_view()),
    path("meetings/<uuid:meeting_id>/agenda", agenda_api.MeetingAgenda.as_view()),
    path("meetings/<uuid:meeting_id>/agenda/<uuid:item_id>", agenda_api.MeetingAgendaItem.as_view()),
    path("meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/papers", agenda_api.AgendaPapers.as_view()),
    path(
        "meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/papers/<uuid:file_id>",
        agenda_api.OneAgendaPaper.as_view(),
    ),
    path("meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/decisions", agenda_api.ItemDecisions.as_view()),
    path(
        "meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/decisions/<uuid:decision_id>",
        agenda_api.OneItemDecision.as_view(),
    ),
    path(
        "meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/decisions/<uuid:decision_id>/transitions",
        agenda_api.ItemDecisionTransitions.as_view(),
    ),
    path("meetings/<uuid:meeting_id>/agenda-suggestions", agenda_api.AgendaSuggestions.as_view()),
    path("meetings/<uuid:meeting_id>/attendance-sheet", meetings_api.AttendanceSheet.as_view()),
    path("meetings/<uuid:meeting_id>/current-item", agenda_api.MeetingCurrentItem.as_view()),
    path("meetings/<uuid:meeting_id>/answer", meeting_api.MeetingAnswer.as_view()),
    path("meetings/<uuid:meeting_id>/code", meeting_api.MeetingCode.as_view()),
    path("meetings/<uuid:meeting_id>/check-ins", meeting_api.MeetingCheckIn.as_view()),
    path("meetings/<uuid:meeting_id>/seats/<uuid:membership_id>", meeting_api.MeetingPresence.as_view()),
    path("meetings/<uuid:meeting_id>/speakers", meeting_api.MeetingSpeakers.as_view()),
    path("meetings/<uuid:meeting_id>/speakers/<uuid:speaker_id>", meeting_api.OneMeetingSpeaker.as_view()),
    path("meetings/<uuid:meeting_id>/floor", meeting_api.MeetingFloor.as_view()),
    path("meetings/<uuid:meeting_id>/notes", meeting_api.MeetingNotes.as_view()),
    path("meetings/<uuid:meeting_id>/notes/<uuid:note_id>", meeting_api.OneMeetingNote.as_view()),
]
