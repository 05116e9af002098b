"""Presenters of meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from dialogue.common.copies import copy_fields
from dialogue.decisions.models import Decision
from dialogue.meetings import schemas
from dialogue.meetings.models import (
    AgendaItem,
    AgendaKind,
    ItemDecision,
    ItemNote,
    Meeting,
    MeetingSeries,
    Speaker,
)
from dialogue.meetings.policies import MeetingPolicy
from dialogue.meetings.presence import HeldSeat
from dialogue.meetings.quorum import Quorum
from dialogue.meetings.selectors import MeetingPage
from dialogue.meetings.suggestions import Suggestion
from groups.common import presenters as groups, schemas as groups_schemas
from groups.models import Mandate
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of


def show_series(row: MeetingSeries) -> schemas.MeetingSeriesOut:
    time = f"{row.time:%H:%M:%S}"
    return copy_fields(row, schemas.MeetingSeriesOut, title=bilingual_of(row, "title"), time=time)


def show_card(row: Meeting) -> schemas.MeetingCard:
    """Return a meeting for a list. Needs its group."""
    return copy_fields(
        row,
        schemas.MeetingCard,
        group=groups.show_group_ref(row.group),
        title=bilingual_of(row, "title"),
        reason=row.state_reason,
    )


def show_page(actor: Actor, page: MeetingPage, seq: int) -> schemas.MeetingOut:
    meeting, speakers = page.meeting, _order_speakers(page.agenda)
    return {
        **show_card(meeting),
        "chair": _show_mandate(meeting.chair),
        "secretary": _show_mandate(meeting.secretary),
        "current_item_id": meeting.current_item_id,
        "agenda": [
            _show_hidden_item(one)
            if one.is_restricted and one.thread_id not in page.readable
            else _show_item(one, speakers.get(one.pk, []))
            for one in page.agenda
        ],
        "seats": [_show_seat(one) for one in page.seats],
        "quorum": show_quorum(page.quorum),
        "mine": [*page.mine],
        "allowed": MeetingPolicy().allowed(actor, meeting),
        "seq": seq,
    }


def _order_speakers(items: Iterable[AgendaItem]) -> dict[UUID, list[Speaker]]:
    """Return the speakers of each item of a meeting: who has spoken, who speaks, and who waits.

    Who has not spoken in the meeting yet comes before the others. Needs `speakers` loaded.
    """
    every = [row for item in items for row in item.speakers.all()]
    heard = {row.membership_id for row in every if row.began_at is not None}
    found: dict[UUID, list[Speaker]] = {}
    for row in sorted(every, key=lambda row: _rank(row, heard)):
        found.setdefault(row.item_id, []).append(row)
    return found


def _rank(row: Speaker, heard: set[UUID]) -> tuple[object, ...]:
    waits = row.began_at is None
    return waits, waits and row.membership_id in heard, row.began_at or row.asked_at, row.pk


def show_quorum(quorum: Quorum) -> schemas.MeetingQuorumOut:
    sectors = [copy_fields(one, schemas.SectorQuorumOut) for one in quorum.sectors]
    return copy_fields(quorum, schemas.MeetingQuorumOut, sectors=sectors)


def show_note(row: ItemNote) -> schemas.ItemNoteOut:
    """Return a note. Needs its author."""
    author = groups.show_person(row.author) if row.author is not None else None
    return copy_fields(row, schemas.ItemNoteOut, author=author)


def _show_mandate(mandate: Mandate | None) -> groups_schemas.Voice | None:
    return None if mandate is None else groups.show_voice(mandate.person, mandate)


def _show_item(row: AgendaItem, speakers: list[Speaker]) -> schemas.AgendaItemOut:
    by = row.proposed_by
    return copy_fields(
        row,
        schemas.AgendaItemOut,
        is_hidden=False,
        proposed_by=groups.show_voice(by, row.mandate) if by is not None else None,
        papers=[copy_fields(one, schemas.AgendaPaperOut) for one in row.papers.all()],
        decisions=[_show_decision(one.decision) for one in row.decisions.all() if _may_show(row, one)],
        speakers=[copy_fields(one, schemas.MeetingSpeakerOut) for one in speakers],
        notes=[show_note(one) for one in row.notes.all()],
    )


def _show_hidden_item(row: AgendaItem) -> schemas.AgendaItemOut:
    """Return what everybody reads of an item: of a restricted one only that it is there."""
    said: dict[str, object] = dict.fromkeys(("title", "thread_id", "question_id", "action_id", "proposed_by"))
    said["kind"] = AgendaKind.OTHER.value
    held: dict[str, list[object]] = {"papers": [], "decisions": [], "speakers": [], "notes": []}
    return copy_fields(row, schemas.AgendaItemOut, is_hidden=True, **said, **held)


def _may_show(item: AgendaItem, link: ItemDecision) -> bool:
    """Return whether the readers of an item may read a decision of it: it may have become restricted."""
    decision = link.decision
    return decision.is_shared_with_group or decision.thread_id == item.thread_id


def _show_decision(row: Decision) -> schemas.ItemDecisionOut:
    return copy_fields(row, schemas.ItemDecisionOut, title=bilingual_of(row, "title"))


def show_suggestion(one: Suggestion) -> schemas.AgendaSuggestion:
    return copy_fields(one, schemas.AgendaSuggestion)


def _show_seat(one: HeldSeat) -> schemas.SeatAtMeeting:
    mandate, row = one.membership.mandate, one.attendance
    return {
        "membership_id": one.membership.pk,
        "role": cast("groups_schemas.RoleName", one.membership.role),
        "person": groups.show_person(mandate.person),
        "organisation": groups.show_organisation(mandate.organisation),
        "position": bilingual_of(mandate, "position"),
        "answer": cast("schemas.AnswerName", row.answer) if row is not None and row.answer else None,
        "answered_at": row.answered_at if row is not None else None,
        "is_present": row is not None and row.is_present,
        "checked_in_at": row.checked_in_at if row is not None else None,
        "left_at": row.left_at if row is not None else None,
        "way": cast("schemas.WayName", row.way) if row is not None and row.way else None,
        "deputy": groups.show_person(row.deputy) if row is not None and row.deputy is not None else None,
    }
