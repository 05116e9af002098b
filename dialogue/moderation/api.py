"""HTTP endpoints of moderation: reports, hidden messages, appeals, the queue and the log."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.markdown import render
from dialogue.messages.models import Message
from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.moderation import schemas as shapes, serializers
from dialogue.moderation.models import MessageReport, ModerationStep
from dialogue.moderation.selectors import (
    ModerationCase,
    list_cases,
    list_moderation_log,
    list_moderation_queue,
)
from dialogue.moderation.services import appeal_hiding, moderate_message, report_message
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_shown_threads, log_thread_read
from dialogue.threads.policies import Action, DialogueAction
from dialogue.timeline import presenters as timeline_presenters
from dialogue.timeline.schemas import MessageOut
from groups.common import presenters as groups
from groups.selectors import prefetch_principals
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, Endpoint, Page, Write, answer, shape_of
from viche.kernel.text import bilingual_of

QUEUE_ORDER = ("posted_at", "id")
LOG_ORDER = ("-at", "-id")


def _show_reported(message: Message) -> shapes.MessageReportedOut:
    return {"message_id": message.pk}


def _show_message(actor: Actor, message_id: UUID) -> Answer[MessageOut]:
    (row,) = messages_selectors.list_messages_unscoped([message_id])
    (shown,) = timeline_presenters.show_messages([row], actor)
    return answer(shown, version=row.version)


def _show_cases(actor: Actor, rows: list[Message]) -> list[shapes.ModeratedOut]:
    prefetch_principals((row.author_id, row.mandate) for row in rows)
    return [_show_case(one) for one in list_cases(actor, rows)]


def _show_case(one: ModerationCase) -> shapes.ModeratedOut:
    message, hiding = one.message, one.hiding
    return {
        "message_id": message.pk,
        "number": message.number,
        "thread_id": message.thread_id,
        "title": bilingual_of(message.thread, "title"),
        "visibility": cast("Any", message.thread.visibility),
        "author": timeline_presenters.show_voice(message),
        "posted_at": message.posted_at,
        "html": "" if message.is_deleted else render(one.body),
        "attachments": timeline_presenters.show_stored_attachments(message),
        "hidden": timeline_presenters.show_hiding(message),
        "note": hiding.note if hiding is not None else "",
        "appeal": hiding.appeal if hiding is not None else "",
        "reports": [_show_report(report) for report in one.reports],
        "allowed": cast("Any", one.allowed),
    }


def _show_report(row: MessageReport) -> shapes.MessageReportOut:
    return {
        "person": groups.show_person(row.person),
        "fault": cast("Any", row.fault),
        "note": row.note,
        "at": row.at,
    }


def _show_steps(rows: list[ModerationStep]) -> list[shapes.ModerationStepOut]:
    prefetch_principals((row.person_id, row.mandate) for row in rows)
    return [_show_step(row) for row in rows]


def _show_step(row: ModerationStep) -> shapes.ModerationStepOut:
    return {
        "id": row.pk,
        "thread_id": row.thread_id,
        "title": bilingual_of(row.thread, "title"),
        "visibility": cast("Any", row.thread.visibility),
        "message_id": row.message_id,
        "number": row.message.number,
        "what": cast("Any", row.what),
        "fault": cast("Any", row.fault),
        "at": row.at,
        "actor": groups.show_voice(row.person, row.mandate),
    }


class MessageReports(Endpoint):
    """Reports of a message.

    POST: Report a message to the moderators of its thread. Idempotent.

    Only moderators see who reported it.

    For readers of the thread (`report`), about messages of others. `fault` is `insult`, `personal_data`,
    `danger`, `spam`, `off_topic` or `other`, which needs a `note`. While the report is open, another one
    changes nothing. 409 `nobody_else_moderates` when only the author moderates the thread.
    """

    created = "messages/{message_id}/moderation"

    post = Write(
        Action.REPORT, report_message, body=serializers.MessageReportIn, shows=_show_reported, status=201
    )


class MessageModeration(Endpoint):
    """Moderation of a message.

    POST: Hide the message, dismiss its reports, uphold the hiding, or show the message again.

    `to` is `hidden` (with a `fault`), `dismissed`, `upheld` (it stays hidden) or `shown`. Nobody decides
    about their own message (409 `own_message`), nor about the appeal against their own hiding while
    somebody else moderates the thread (409 `decided_by_another`).

    A hidden message takes no other step (409 `message_hidden`), but its author may withdraw it; quotes of
    it say `hidden`. Shown again it has a later `version`, and its quotes and acknowledgements stand as
    before.
    """

    actions = {"GET": MessageAction.READ_HIDDEN}
    records = {"GET": log_thread_read}
    # Responses are not stored for replay: they contain text that may be hidden or withdrawn. A step is taken
    # only once anyway.
    keeps_answers = False

    @extend_schema(responses=shape_of(shapes.ModeratedOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """Return the text, hidden or not, and the reports, for the author and for moderators."""
        message, thread = messages_selectors.get_message_for(self.actor, message_id)
        message.thread, policy = thread, MessagePolicy()
        if not policy.can(self.actor, MessageAction.READ_HIDDEN, message):
            raise policy.refusal(self.actor, MessageAction.READ_HIDDEN, message)
        (case,) = _show_cases(self.actor, [message])
        return answer(case, of=thread)

    post = Write(Action.MODERATE, moderate_message, body=serializers.ModerateMessageIn, shows=_show_message)


class MessageAppeal(Endpoint):
    """The author's appeal against the hiding of a message.

    POST: Appeal, once.

    For the author of a hidden message. 403 `not_author`, `not_hidden`; 409 `appealed_already`.
    """

    post = Write(MessageAction.APPEAL, appeal_hiding, body=serializers.HidingAppealIn, shows=_show_message)


class GroupReports(Endpoint):
    """Moderation queue of a group.

    GET: List reports and appeals in threads that the reader moderates, the oldest first.

    The reader's own messages are left out.

    `allowed` of each says what the reader may do.
    """

    records = log_shown_threads

    get = Page(
        DialogueAction.READ,
        list_moderation_queue,
        loads=threads_selectors.get_group_for,
        shows=_show_cases,
        order=QUEUE_ORDER,
    )


class GroupModeration(Endpoint):
    """Moderation log of a group.

    GET: List the moderation steps in threads that the reader may read, the latest first.

    It does not say who reported a message.
    """

    records = log_shown_threads

    get = Page(
        DialogueAction.READ,
        list_moderation_log,
        loads=threads_selectors.get_group_for,
        shows=_show_steps,
        order=LOG_ORDER,
    )
