"""HTTP endpoints of taking part in a meeting: answers, presence, speakers, notes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.meetings import attendance, notes, presenters, schemas, selectors, serializers, speakers
from dialogue.meetings.api.answers import log_shown_items, show_meeting
from dialogue.meetings.check_in_codes import compute_code, get_code_end
from dialogue.meetings.models import ItemNote
from dialogue.meetings.states import MeetingAction
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, Endpoint, Write, answer, shape_of
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, Stale


class MeetingAnswer(Endpoint):
    """The reader's answer to the invitation.

    PUT: Answer for a seat that the person occupies, as its holder or as the deputy who acts now. Idempotent.
    """

    records = log_shown_items

    put = Write(
        MeetingAction.ANSWER,
        attendance.answer_invitation,
        body=serializers.MeetingAnswerIn,
        shows=show_meeting,
    )


class MeetingCode(Endpoint):
    """The code by which people in the room check in."""

    actions = {"GET": MeetingAction.KEEP_FLOOR}

    @extend_schema(responses=shape_of(schemas.CheckInCode))
    def get(self, request: Request, meeting_id: UUID) -> Response:
        """Return the code that is shown now.

        A new one comes every 30 seconds; the one before is still taken.
        """
        meeting = selectors.get_meeting(self.actor, meeting_id, MeetingAction.KEEP_FLOOR)
        at = now()
        return answer({"code": compute_code(meeting.check_in_key, at), "until": get_code_end(at)}, of=None)


def _show_checked_in(actor: Actor, meeting_id: UUID, is_right: bool) -> Answer[schemas.MeetingOut]:
    if not is_right:
        raise Invalid.field("/code", "wrong_code", _("This is not the code that is shown now."))
    return show_meeting(actor, meeting_id)


class MeetingCheckIn(Endpoint):
    """Check-in by oneself.

    POST: Check in by the code that is shown in the room. Idempotent.

    It may have been typed without a connection: `at` says when, and the code of that moment is taken, too.

    422 `wrong_code` at `/code`; after five wrong codes 409 `too_many_codes`: the secretary checks them in.
    """

    records = log_shown_items
    keeps_answers = False

    post = Write(
        MeetingAction.CHECK_IN, attendance.check_in, body=serializers.CheckInIn, shows=_show_checked_in
    )


class MeetingPresence(Endpoint):
    """The presence of a seat.

    PUT: Record that the seat came, in the room or by video, or left. Idempotent.

    It may have been entered without a connection: `at` says when it was, also after the meeting ended
    (409 `minutes_signed` once its minutes are signed).

    DELETE: Take back a check-in that was a mistake.
    """

    records = log_shown_items

    put = Write(
        MeetingAction.RECORD_PRESENCE,
        attendance.record_presence,
        body=serializers.PresenceIn,
        shows=show_meeting,
    )

    delete = Write(MeetingAction.RECORD_PRESENCE, attendance.delete_presence, shows=show_meeting)


class MeetingSpeakers(Endpoint):
    """The speakers' list of the current item.

    POST: Ask for the floor: for a seat of one's own, or for any seat for who keeps the list. Idempotent.

    Who has not spoken at the meeting yet gets the floor before the others.
    """

    records = log_shown_items

    post = Write(MeetingAction.ASK_FLOOR, speakers.ask_for_floor, body=serializers.SeatIn, shows=show_meeting)


class OneMeetingSpeaker(Endpoint):
    """A seat on the speakers' list.

    DELETE: Take it off the list before it has the floor.
    """

    records = log_shown_items

    delete = Write(MeetingAction.ASK_FLOOR, speakers.withdraw_from_floor, shows=show_meeting)


class MeetingFloor(Endpoint):
    """Who has the floor.

    PUT: Give the floor to somebody on the list, or to nobody (null); who had it ends. Idempotent.
    """

    records = log_shown_items

    put = Write(
        MeetingAction.KEEP_FLOOR, speakers.give_floor, body=serializers.GiveFloorIn, shows=show_meeting
    )


def _show_note(note: ItemNote) -> Answer[schemas.ItemNoteOut]:
    return answer(presenters.show_note(note), version=note.version, of=None)


class MeetingNotes(Endpoint):
    """Notes of a meeting.

    POST: Add a note to an item. Sent again under the same `client_id` it adds no other one.

    A note may have been typed without a connection: `at` says when, also after the meeting ended
    (409 `minutes_exist` once minutes were made). It belongs to an item that was taken up, which is neither
    removed nor left out of the minutes (409 `item_not_started`). Nothing is `resolved` while the meeting has
    no quorum (409 `no_quorum`).
    """

    created = "meetings/{meeting_id}"

    post = Write(
        MeetingAction.WRITE_NOTE,
        notes.write_note,
        body=serializers.WriteNoteIn,
        shows=_show_note,
        status=201,
    )


def change_note(
    *, actor: Actor, meeting_id: UUID, note_id: UUID, expected_version: int, changes: dict[str, Any]
) -> ItemNote:
    """Change a note. Raises like the service; Stale has the stored note, so that both texts are shown."""
    facts: dict[str, Any] = {"meeting_id": meeting_id, "note_id": note_id, "changes": changes}
    try:
        return notes.change_note(actor=actor, expected_version=expected_version, **facts)
    except Stale as error:
        raise Stale({**presenters.show_note(selectors.get_note(meeting_id, note_id))}) from error


class OneMeetingNote(Endpoint):
    """A note.

    PATCH: Change a note. If-Match is its version.

    When somebody was quicker, 412 has the stored note as `present` (`ItemNoteOut`). 409 `meeting_ended` once
    the meeting is over.

    DELETE: Remove a note. If-Match is its version.
    """

    patch = Write(
        MeetingAction.WRITE_NOTE,
        change_note,
        body=serializers.ChangeNoteIn,
        body_as="changes",
        shows=_show_note,
        versioned=True,
    )

    delete = Write(MeetingAction.WRITE_NOTE, notes.remove_note, versioned=True)
