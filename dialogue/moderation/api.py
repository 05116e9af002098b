"""HTTP endpoints of moderation: reports, hidden messages, appeals, the queue and the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.markdown import render
from dialogue.messages.models import Message
from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.moderation import schemas as shapes, serializers
from dialogue.moderation.models import Fault, MessageReport, ModerationStep
from dialogue.moderation.policies import Step
from dialogue.moderation.selectors import (
    ModerationCase,
    list_cases,
    list_moderation_log,
    list_moderation_queue,
)
from dialogue.moderation.services import appeal_hiding, moderate_message, report_message
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read, log_thread_reads
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, DialogueAction
from dialogue.timeline import presenters as timeline_presenters
from dialogue.timeline.schemas import MessageOut
from groups.common import presenters as groups
from groups.selectors import prefetch_principals
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, answer, page_of, paginate, shape_of
from viche.kernel.text import bilingual_of

QUEUE_ORDER = ("posted_at", "id")
LOG_ORDER = ("-at", "-id")


class MessageReports(Endpoint):
    """Reports of a message."""

    actions = {"POST": Action.REPORT}
    created = "messages/{message_id}/moderation"

    @extend_schema(request=serializers.MessageReportIn, responses={201: shape_of(shapes.MessageReportedOut)})
    def post(self, request: Request, message_id: UUID) -> Response:
        """Report a message to the moderators of its thread. Idempotent.

        Only moderators see who reported it.
        """
        data = self.parse(serializers.MessageReportIn)
        fault = Fault(data.pop("fault"))
        message = report_message(actor=self.actor, message_id=message_id, fault=fault, **data)
        return answer({"message_id": message.pk}, status=201)


class MessageModeration(Endpoint):
    """Moderation of a message."""

    actions = {"GET": MessageAction.READ_HIDDEN, "POST": Action.MODERATE}
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
        log_thread_read(self.actor, thread)
        (case,) = _show_cases(self.actor, [message])
        return answer(case)

    @extend_schema(request=serializers.ModerateMessageIn, responses=shape_of(MessageOut))
    def post(self, request: Request, message_id: UUID) -> Response:
        """Hide the message, dismiss its reports, uphold the hiding, or show the message again."""
        data = self.parse(serializers.ModerateMessageIn)
        to, fault = Step(data.pop("to")), data.pop("fault", None)
        data["fault"] = Fault(fault) if fault is not None else None
        moderate_message(actor=self.actor, message_id=message_id, to=to, **data)
        return _show_message(self.actor, message_id)


class MessageAppeal(Endpoint):
    """The author's appeal against the hiding of a message."""

    actions = {"POST": MessageAction.APPEAL}

    @extend_schema(request=serializers.HidingAppealIn, responses=shape_of(MessageOut))
    def post(self, request: Request, message_id: UUID) -> Response:
        """Appeal, once."""
        appeal_hiding(actor=self.actor, message_id=message_id, **self.parse(serializers.HidingAppealIn))
        return _show_message(self.actor, message_id)


class GroupReports(Endpoint):
    """Moderation queue of a group."""

    actions = {"GET": DialogueAction.READ}

    @extend_schema(responses=page_of(shapes.ModeratedOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List reports and appeals in threads that the reader moderates, the oldest first.

        The reader's own messages are left out.
        """
        rows = list_moderation_queue(self.actor, threads_selectors.get_group_for(self.actor, group_id))
        return _show_page(
            request, self.actor, rows, QUEUE_ORDER, lambda found: _show_cases(self.actor, found)
        )


class GroupModeration(Endpoint):
    """Moderation log of a group."""

    actions = {"GET": DialogueAction.READ}

    @extend_schema(responses=page_of(shapes.ModerationStepOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List the moderation steps in threads that the reader may read, the latest first.

        It does not say who reported a message.
        """
        rows = list_moderation_log(self.actor, threads_selectors.get_group_for(self.actor, group_id))
        return _show_page(request, self.actor, rows, LOG_ORDER, _show_steps)


Of = TypeVar("Of", Message, ModerationStep)


def _show_page(
    request: Request,
    actor: Actor,
    rows: QuerySet[Of],
    order: Sequence[str],
    shown: Callable[[list[Of]], list[Any]],
) -> Response:
    """Show a page, and log the reads of restricted threads."""
    threads: list[Thread] = []

    def present_rows(found: list[Of]) -> list[Any]:
        items = shown(found)
        threads.extend(one.thread for one in found)
        return items

    page = paginate(request, rows, order=order, present=present_rows)
    log_thread_reads(actor, {one.pk for one in threads if one.is_restricted})
    return answer(page)


def _show_message(actor: Actor, message_id: UUID) -> Response:
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
