"""Services of notes: what the secretary types into the items of a meeting, until minutes are made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.meetings.checks import NOTE_CHECKS
from dialogue.meetings.events import NoteWritten, record_meeting
from dialogue.meetings.loaders import get_item, get_seat, lock_meeting, resolve_moment
from dialogue.meetings.models import NOTE_LENGTH, ItemNote, Meeting, MeetingState, NoteKind
from dialogue.meetings.presence import build_no_quorum_error, has_quorum, load_presence
from dialogue.meetings.states import MeetingAction
from viche.kernel.actor import Actor
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, NotFound
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(MeetingAction.WRITE_NOTE)
def write_note(
    *,
    actor: Actor,
    meeting_id: UUID,
    item_id: UUID,
    kind: NoteKind,
    text: str,
    client_id: UUID,
    speaker_id: UUID | None = None,
    at: datetime | None = None,
) -> ItemNote:
    """Add a note to an item. Sent again under the same `client_id` it adds no other.

    `speaker_id` is the seat that spoke; `at`: when, where it was typed without a connection. Raises NotFound,
    Forbidden, Invalid, PersonalData, and Conflict once minutes were made, before the item was taken up, or
    for what was resolved while the meeting had no quorum (`no_quorum`).
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.WRITE_NOTE)
    item = get_item(actor, meeting, item_id)
    known = ItemNote.objects.filter(item=item, client_id=client_id).select_related("author").first()
    if known is not None:
        return known
    for check in NOTE_CHECKS:
        check(meeting)
    if item.started_at is None:  # it may still be removed, or never be accepted: the note would be lost
        raise Conflict("item_not_started", _("Notes belong to an item that was taken up."))
    moment = resolve_moment(meeting, at)
    _check_may_resolve(meeting, kind, moment)
    clean = validate_text("/text", text, NOTE_LENGTH)
    actor = check_disclosure(actor, {"/text": clean})
    note = ItemNote.objects.create(
        item=item,
        kind=kind,
        text=clean,
        speaker=None if speaker_id is None else get_seat(meeting, speaker_id),
        client_id=client_id,
        author_id=actor.person_id,
        at=moment,
    )
    _record(actor, meeting, note, "added")
    return note


@service(MeetingAction.WRITE_NOTE)
def change_note(
    *, actor: Actor, meeting_id: UUID, note_id: UUID, expected_version: int, changes: dict[str, Any]
) -> ItemNote:
    """Change kind, text or speaker of a note while the meeting runs.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, Conflict.
    """
    meeting, note = _lock_note(actor, meeting_id, note_id)
    check_version(note, expected_version)
    before = note.text
    if "text" in changes:
        note.text = validate_text("/text", changes["text"], NOTE_LENGTH)
        actor = check_disclosure(actor, {"/text": note.text}, [before])
    if "speaker_id" in changes:
        speaker_id = changes["speaker_id"]
        note.speaker = None if speaker_id is None else get_seat(meeting, speaker_id)
    kind = changes.get("kind", note.kind)
    if kind != note.kind:
        _check_may_resolve(meeting, kind, note.at)
    note.kind = kind
    save_new_version(note, "kind", "text", "speaker")
    _record(actor, meeting, note, "changed")
    return note


@service(MeetingAction.WRITE_NOTE)
def remove_note(*, actor: Actor, meeting_id: UUID, note_id: UUID, expected_version: int) -> None:
    """Remove a note while the meeting runs. Raises NotFound, Forbidden, Stale, Conflict."""
    meeting, note = _lock_note(actor, meeting_id, note_id)
    check_version(note, expected_version)
    _record(actor, meeting, note, "removed")
    note.delete()


def _check_may_resolve(meeting: Meeting, kind: str, at: datetime) -> None:
    if kind == NoteKind.RESOLVED and not has_quorum(meeting, load_presence(meeting)[0], at):
        raise build_no_quorum_error()


def _lock_note(actor: Actor, meeting_id: UUID, note_id: UUID) -> tuple[Meeting, ItemNote]:
    meeting = lock_meeting(actor, meeting_id, MeetingAction.WRITE_NOTE)
    note = ItemNote.objects.filter(pk=note_id, item__meeting=meeting).select_related("author").first()
    if note is None:
        raise NotFound
    get_item(actor, meeting, note.item_id)
    if meeting.state == MeetingState.ENDED:
        raise Conflict("meeting_ended", _("The meeting is over: its notes stay as they are."))
    return meeting, note


def _record(actor: Actor, meeting: Meeting, note: ItemNote, change: str) -> None:
    record_meeting(actor, NoteWritten, meeting, item_id=note.item_id, note_id=note.pk, change=change)
