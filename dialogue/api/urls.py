"""Addresses of the dialogue room under /api/v1/."""

from django.urls import path

from dialogue.api import access, cards, drafts, messages, moderation, must_reads, papers, reactions, views

urlpatterns = [
    path("link-cards", cards.LinkCards.as_view()),
    path("groups/<uuid:group_id>/threads", views.GroupThreads.as_view()),
    path("threads", views.Threads.as_view()),
    path("threads/<uuid:thread_id>", views.ThreadDetails.as_view()),
    path("threads/<uuid:thread_id>/transitions", views.ThreadTransitions.as_view()),
    path("threads/<uuid:thread_id>/pin", views.ThreadPin.as_view()),
    path("threads/<uuid:thread_id>/audience", views.ThreadAudience.as_view()),
    path("threads/<uuid:thread_id>/access", access.ThreadAccess.as_view()),
    path("threads/<uuid:thread_id>/access/mine", access.MyThreadAccess.as_view()),
    path("threads/<uuid:thread_id>/shares", access.ThreadShares.as_view()),
    path("threads/<uuid:thread_id>/shares/invitations", access.ThreadGuestInvitations.as_view()),
    path("threads/<uuid:thread_id>/break-glass", access.ThreadEmergencies.as_view()),
    path("threads/<uuid:thread_id>/paper", papers.ThreadPaper.as_view()),
    path("threads/<uuid:thread_id>/export", papers.ThreadArchive.as_view()),
    path("threads/<uuid:thread_id>/readers", views.ThreadReaders.as_view()),
    path("threads/<uuid:thread_id>/draft", drafts.ThreadDraft.as_view()),
    path("threads/<uuid:thread_id>/attention", messages.ThreadAttention.as_view()),
    path("threads/<uuid:thread_id>/read", messages.ThreadRead.as_view()),
    path("threads/<uuid:thread_id>/unread", messages.ThreadUnread.as_view()),
    path("threads/<uuid:thread_id>/messages", messages.ThreadMessages.as_view()),
    path("messages/<uuid:message_id>", messages.MessageDetails.as_view()),
    path("messages/<uuid:message_id>/revisions", messages.MessageRevisions.as_view()),
    path("messages/<uuid:message_id>/support", reactions.MessageSupport.as_view()),
    path("messages/<uuid:message_id>/reactions", reactions.MessageReactions.as_view()),
    path("messages/<uuid:message_id>/reactions/<str:kind>", reactions.MessageReaction.as_view()),
    path("groups/<uuid:group_id>/reports", moderation.GroupReports.as_view()),
    path("groups/<uuid:group_id>/moderation", moderation.GroupModeration.as_view()),
    path("messages/<uuid:message_id>/reports", moderation.MessageReports.as_view()),
    path("messages/<uuid:message_id>/moderation", moderation.MessageModeration.as_view()),
    path("messages/<uuid:message_id>/appeal", moderation.MessageAppeal.as_view()),
    path("messages/<uuid:message_id>/must-read", must_reads.MessageMustRead.as_view()),
    path("messages/<uuid:message_id>/acknowledgement", must_reads.MessageAcknowledgement.as_view()),
    path("messages/<uuid:message_id>/acknowledgements", must_reads.MessageAcknowledgements.as_view()),
]
