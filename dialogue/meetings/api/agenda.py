"""HTTP endpoints of the agenda: items, their papers and decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.meetings import agenda, decisions, presenters, schemas, serializers, suggestions
from dialogue.meetings.api.answers import log_shown_items, show_meeting
from dialogue.meetings.models import AgendaItem, Meeting
from dialogue.meetings.states import MeetingAction
from dialogue.messages.files import load_new_attachment
from dialogue.threads.access_log import log_thread_reads
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Write, answer, list_of, read_snapshot
from viche.kernel.errors import Stale


def log_suggestions(actor: Actor, shown: Mapping[str, Any]) -> None:
    """Log the restricted threads from which items are suggested to `actor`."""
    log_thread_reads(actor, {one["thread_id"] for one in shown["items"] if one["is_restricted"]})


@contextmanager
def show_present(actor: Actor, meeting_id: UUID) -> Iterator[None]:
    """Add the meeting as it is now to Stale, so that both texts are shown."""
    try:
        yield
    except Stale as error:
        present = show_meeting(actor, meeting_id).data
        log_shown_items(actor, present)
        raise Stale(present) from error


def order_agenda(*, actor: Actor, meeting_id: UUID, **facts: Any) -> Meeting:
    """Order the agenda. Raises like the service; Stale has the meeting."""
    with show_present(actor, meeting_id):
        return agenda.order_agenda(actor=actor, meeting_id=meeting_id, **facts)


def change_item(*, actor: Actor, meeting_id: UUID, **facts: Any) -> AgendaItem:
    """Change an item. Raises like the service; Stale has the meeting."""
    with show_present(actor, meeting_id):
        return agenda.change_item(actor=actor, meeting_id=meeting_id, **facts)


class MeetingAgenda(Endpoint):
    """The agenda of a meeting.

    POST: Propose an item. One of a facilitator stands on the agenda at once.

    422 `not_found` at `/thread_id` or `/question_id` for one that the person may not read, or that belongs to
    another group.

    PUT: Put the agenda in this order. If-Match is the version of the meeting.

    Items that are left out are only proposed. When somebody was quicker, 412 has the meeting as it is now as
    `present` (`MeetingOut`).
    """

    records = log_shown_items

    post = Write(
        MeetingAction.PROPOSE_ITEM,
        agenda.propose_item,
        body=serializers.ProposeItemIn,
        shows=show_meeting,
        status=201,
    )

    put = Write(
        MeetingAction.ORDER_AGENDA,
        order_agenda,
        body=serializers.OrderAgendaIn,
        shows=show_meeting,
        versioned=True,
    )


class MeetingAgendaItem(Endpoint):
    """One item of the agenda.

    PATCH: Change an item. If-Match is its version. Who proposed it changes it until it is accepted;
    facilitators at any time, and only they its `state`. When somebody was quicker, 412 has the meeting as
    it is now as `present` (`MeetingOut`).

    DELETE: Remove an item that was not taken up (409 `item_started`).
    """

    records = log_shown_items

    patch = Write(
        MeetingAction.PROPOSE_ITEM,
        change_item,
        body=serializers.ChangeItemIn,
        body_as="changes",
        shows=show_meeting,
        versioned=True,
    )

    delete = Write(MeetingAction.PROPOSE_ITEM, agenda.remove_item, shows=show_meeting)


def attach_paper(*, actor: Actor, meeting_id: UUID, item_id: UUID, file_id: UUID) -> None:
    """Attach a file that the actor uploaded to an item. Raises like the service."""
    paper = load_new_attachment(actor, file_id)
    agenda.attach_paper(actor=actor, meeting_id=meeting_id, item_id=item_id, paper=paper)


class AgendaPapers(Endpoint):
    """Papers of an item.

    POST: Attach a file that the person has uploaded: facilitators to any item, others to one that they
    proposed. Whoever reads the item reads the file.
    """

    records = log_shown_items

    post = Write(
        MeetingAction.PROPOSE_ITEM,
        attach_paper,
        body=serializers.AttachPaperIn,
        shows=show_meeting,
        status=201,
    )


class OneAgendaPaper(Endpoint):
    """A paper of an item.

    DELETE: Remove the paper.
    """

    records = log_shown_items

    delete = Write(MeetingAction.PROPOSE_ITEM, agenda.remove_paper, shows=show_meeting)


class ItemDecisions(Endpoint):
    """Decisions of an item.

    POST: Name a decision of the group at an item. Idempotent.

    One of a restricted thread only at an item of that thread (422 `restricted` at `/decision_id`).
    """

    records = log_shown_items

    post = Write(
        MeetingAction.ORDER_AGENDA,
        decisions.name_decision,
        body=serializers.NameDecisionIn,
        shows=show_meeting,
    )


class OneItemDecision(Endpoint):
    """A decision of an item.

    DELETE: Take a draft off the item (409 `decision_opened` for others).
    """

    records = log_shown_items

    delete = Write(MeetingAction.ORDER_AGENDA, decisions.remove_decision, shows=show_meeting)


class ItemDecisionTransitions(Endpoint):
    """Steps of a decision at a meeting.

    POST: Open a decision at the current item, or count it. If-Match is the version of the decision.

    It needs the right to that step of the decision, too. The roll marks who is present. 409 `not_current` at
    another item; `no_quorum` for counting while the meeting lacks its quorum.
    """

    records = log_shown_items

    post = Write(
        MeetingAction.KEEP_FLOOR,
        decisions.move_decision,
        body=serializers.MoveItemDecisionIn,
        shows=show_meeting,
        versioned=True,
    )


class AgendaSuggestions(Endpoint):
    """What could stand on the agenda."""

    actions = {"GET": MeetingAction.PROPOSE_ITEM}
    records = log_suggestions

    @extend_schema(responses=list_of(schemas.AgendaSuggestion))
    def get(self, request: Request, meeting_id: UUID) -> Response:
        """Return open questions, drafted decisions and those to review, and action items that are due.

        It leaves out what stands on the agenda already.
        """
        with read_snapshot():
            found = suggestions.list_suggestions(self.actor, meeting_id)
            return answer({"items": [presenters.show_suggestion(one) for one in found]})


class MeetingCurrentItem(Endpoint):
    """The item at which a meeting is.

    PUT: Take up an item, or none (`item_id` null). The one before is done. Idempotent.
    """

    records = log_shown_items

    put = Write(
        MeetingAction.KEEP_FLOOR,
        agenda.set_current_item,
        body=serializers.CurrentItemIn,
        shows=show_meeting,
    )
