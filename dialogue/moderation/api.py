"""Reports, hidden messages, what waits for who moderates, and the log of what was done, over HTTP."""

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
from dialogue.moderation.selectors import Case, cases_of, log_of, waiting_in
from dialogue.moderation.services import appeal_hiding, moderate_message, report_message
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import note_ids, note_thread
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, DialogueAction
from dialogue.timeline import presenters as timeline_presenters
from dialogue.timeline.schemas import MessageOut
from groups.common import presenters as groups
from groups.selectors import bring_holders
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, answer, keyset_page, page_of, shape
from viche.kernel.text import both

WAITING_ORDER = ("posted_at", "id")
LOG_ORDER = ("-at", "-id")


class MessageReports(Endpoint):
    """What readers think is wrong with a message."""

    actions = {"POST": Action.REPORT}
    created = "messages/{message_id}/moderation"

    @extend_schema(request=serializers.MessageReportIn, responses={201: shape(shapes.MessageReportedOut)})
    def post(self, request: Request, message_id: UUID) -> Response:
        """Tell those who moderate the thread; again, it changes nothing. They alone see who it was."""
        data = self.parse(serializers.MessageReportIn)
        fault = Fault(data.pop("fault"))
        message = report_message(actor=self.actor, message_id=message_id, fault=fault, **data)
        return answer({"message_id": message.pk}, status=201)


class MessageModeration(Endpoint):
    """What is done about a message."""

    actions = {"GET": MessageAction.READ_HIDDEN, "POST": Action.MODERATE}
    # The answer repeats what was said, which may be hidden or taken back; a step is taken once in any case.
    keeps_answers = False

    @extend_schema(responses=shape(shapes.ModeratedOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """What it says, hidden or not, and why it was reported: for its author and who moderates."""
        message, thread = messages_selectors.get_message_for(self.actor, message_id)
        message.thread, policy = thread, MessagePolicy()
        if not policy.can(self.actor, MessageAction.READ_HIDDEN, message):
            raise policy.refusal(self.actor, MessageAction.READ_HIDDEN, message)
        note_thread(self.actor, thread)
        (case,) = _cases(self.actor, [message])
        return answer(case)

    @extend_schema(request=serializers.ModerateMessageIn, responses=shape(MessageOut))
    def post(self, request: Request, message_id: UUID) -> Response:
        """Hide it, answer that nothing is wrong with it, leave it hidden, or show it again."""
        data = self.parse(serializers.ModerateMessageIn)
        to, fault = Step(data.pop("to")), data.pop("fault", None)
        data["fault"] = Fault(fault) if fault is not None else None
        moderate_message(actor=self.actor, message_id=message_id, to=to, **data)
        return _as_it_is(self.actor, message_id)


class MessageAppeal(Endpoint):
    """What the author says against a message being hidden."""

    actions = {"POST": MessageAction.APPEAL}

    @extend_schema(request=serializers.HidingAppealIn, responses=shape(MessageOut))
    def post(self, request: Request, message_id: UUID) -> Response:
        """Appeal, once."""
        appeal_hiding(actor=self.actor, message_id=message_id, **self.parse(serializers.HidingAppealIn))
        return _as_it_is(self.actor, message_id)


class GroupReports(Endpoint):
    """What waits for those who moderate."""

    actions = {"GET": DialogueAction.READ}

    @extend_schema(responses=page_of(shapes.ModeratedOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Reported messages and appeals of the threads that the reader moderates, the oldest first; none of
        their own.
        """
        rows = waiting_in(self.actor, threads_selectors.get_group_for(self.actor, group_id))
        return _page(request, self.actor, rows, WAITING_ORDER, lambda found: _cases(self.actor, found))


class GroupModeration(Endpoint):
    """The log of moderation of a group."""

    actions = {"GET": DialogueAction.READ}

    @extend_schema(responses=page_of(shapes.ModerationStepOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """What was done about messages of those threads that the reader reads, the latest first. Who reported
        one is not told.
        """
        rows = log_of(self.actor, threads_selectors.get_group_for(self.actor, group_id))
        return _page(request, self.actor, rows, LOG_ORDER, _steps)


Of = TypeVar("Of", Message, ModerationStep)


def _page(
    request: Request,
    actor: Actor,
    rows: QuerySet[Of],
    order: Sequence[str],
    shown: Callable[[list[Of]], list[Any]],
) -> Response:
    """Of whom restricted threads are read is written down."""
    threads: list[Thread] = []

    def present_rows(found: list[Of]) -> list[Any]:
        items = shown(found)
        threads.extend(one.thread for one in found)
        return items

    page = keyset_page(request, rows, order=order, present=present_rows)
    note_ids(actor, {one.pk for one in threads if one.is_restricted})
    return answer(page)


def _as_it_is(actor: Actor, message_id: UUID) -> Response:
    (row,) = messages_selectors.messages_as_they_are([message_id])
    (shown,) = timeline_presenters.messages([row], actor)
    return answer(shown, version=row.version)


def _cases(actor: Actor, rows: list[Message]) -> list[shapes.ModeratedOut]:
    bring_holders((row.author_id, row.mandate) for row in rows)
    return [_case(one) for one in cases_of(actor, rows)]


def _case(one: Case) -> shapes.ModeratedOut:
    message, hiding = one.message, one.hiding
    return {
        "message_id": message.pk,
        "number": message.number,
        "thread_id": message.thread_id,
        "title": both(message.thread, "title"),
        "visibility": cast("Any", message.thread.visibility),
        "author": timeline_presenters.voice(message),
        "posted_at": message.posted_at,
        "html": "" if message.is_deleted else render(one.body),
        "attachments": timeline_presenters.brought_by(message),
        "hidden": timeline_presenters.hidden(message),
        "note": hiding.note if hiding is not None else "",
        "appeal": hiding.appeal if hiding is not None else "",
        "reports": [_report(report) for report in one.reports],
        "allowed": cast("Any", one.allowed),
    }


def _report(row: MessageReport) -> shapes.MessageReportOut:
    return {
        "person": groups.person(row.person),
        "fault": cast("Any", row.fault),
        "note": row.note,
        "at": row.at,
    }


def _steps(rows: list[ModerationStep]) -> list[shapes.ModerationStepOut]:
    bring_holders((row.person_id, row.mandate) for row in rows)
    return [_step(row) for row in rows]


def _step(row: ModerationStep) -> shapes.ModerationStepOut:
    return {
        "id": row.pk,
        "thread_id": row.thread_id,
        "title": both(row.thread, "title"),
        "visibility": cast("Any", row.thread.visibility),
        "message_id": row.message_id,
        "number": row.message.number,
        "what": cast("Any", row.what),
        "fault": cast("Any", row.fault),
        "at": row.at,
        "actor": groups.voice(row.person, row.mandate),
    }
