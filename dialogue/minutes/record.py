"""What minutes are made of: the record of the meeting, and the lines of the minutes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dialogue.decisions.loaders import join_record
from dialogue.decisions.models import Decision
from dialogue.decisions.tally import Standing, assess_decisions
from dialogue.meetings.models import AgendaItem, AgendaState
from dialogue.meetings.presence import HeldSeat, join_mandate, load_presence
from dialogue.meetings.quorum import Quorum
from dialogue.meetings.selectors import list_agenda
from dialogue.minutes.models import LineKind, Minutes, MinutesLine, MinutesSignature
from dialogue.threads.access import SHARED_Q
from dialogue.threads.models import Thread
from groups.models import InitiativeGroup
from viche.kernel.models import Link
from viche.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAction:
    """An action item that came from a decision of the meeting, as minutes name it."""

    number: int
    title: Text
    owner: Text
    organisation: Text
    due_on: date | None


ActionSource = Callable[[InitiativeGroup, Collection[UUID]], Mapping[UUID, MeetingAction]]
SOURCES: list[ActionSource] = []


def register_action_source(find: ActionSource) -> None:
    """Register `find(group, ids)`: it returns the action items among `ids` that the whole group may read."""
    SOURCES.append(find)


@dataclass(frozen=True, slots=True)
class MinutesRecord:
    """Everything that minutes say. Items of restricted threads have neither lines nor decisions here."""

    minutes: Minutes
    agenda: Sequence[AgendaItem]
    lines: Sequence[MinutesLine]
    seats: Sequence[HeldSeat]
    quorum: Quorum
    decisions: Mapping[UUID, Sequence[Decision]]
    standings: Mapping[UUID, Standing]
    actions: Mapping[UUID, Sequence[MeetingAction]]
    signatures: Sequence[MinutesSignature]

    def list_lines(self, kind: LineKind, item: AgendaItem | None = None) -> list[MinutesLine]:
        return [
            one
            for one in self.lines
            if one.kind == kind and one.item_id == (None if item is None else item.pk)
        ]


def list_readable_lines(minutes: Minutes) -> QuerySet[MinutesLine]:
    """Return the lines in their order, without those of items that became restricted since."""
    shared = Q(item=None) | Q(item__thread=None)
    shared |= Q(item__thread__in=Thread.objects.filter(SHARED_Q).values("pk"))
    rows = minutes.lines.filter(shared).select_related("item", *join_mandate("speaker"))
    return rows.order_by("position")


def list_items(minutes: Minutes) -> list[AgendaItem]:
    """Return the items that stood on the agenda."""
    rows = list_agenda(minutes.meeting)
    return [one for one in rows if one.state != AgendaState.PROPOSED]


def load_record(minutes: Minutes) -> MinutesRecord:
    """Load what the minutes say now. Needs mandates of chair and secretary."""
    agenda = list_items(minutes)
    named = {one.pk: _list_decision_ids(one) for one in agenda}
    ids = {pk for found in named.values() for pk in found}
    rows = {
        row.pk: row for row in join_record(Decision.objects.filter(pk__in=ids)) if row.opened_at is not None
    }
    seats, quorum = load_presence(minutes.meeting)
    return MinutesRecord(
        minutes=minutes,
        agenda=agenda,
        lines=list(list_readable_lines(minutes)),
        seats=seats,
        quorum=quorum,
        decisions={pk: [rows[one] for one in found if one in rows] for pk, found in named.items()},
        standings=assess_decisions(list(rows.values())),
        actions=_load_actions(minutes.group, rows),
        signatures=list(minutes.signatures.order_by("role")),
    )


def _list_decision_ids(item: AgendaItem) -> list[UUID]:
    """Return the decisions of an item that the whole group may read; of a restricted item none."""
    if item.is_restricted:
        return []
    return [one.decision_id for one in item.decisions.all() if one.decision.is_shared_with_group]


def _load_actions(group: InitiativeGroup, ids: Iterable[UUID]) -> dict[UUID, list[MeetingAction]]:
    """Return the action items that were made from decisions."""
    links = Link.objects.filter(source_type="decision", source_id__in=list(ids), target_type="action")
    targets = list(links.order_by("at", "id").values_list("source_id", "target_id"))
    known: dict[UUID, MeetingAction] = {}
    for find in SOURCES if targets else ():
        known |= find(group, {target for _source, target in targets})
    found: dict[UUID, list[MeetingAction]] = {}
    for source, target in targets:
        if target in known:
            found.setdefault(source, []).append(known[target])
    return found


def build_lines(minutes: Minutes) -> list[MinutesLine]:
    """Return the unsaved first lines of minutes: the notes of the meeting, as they were typed."""
    notes = [note for item in list_items(minutes) if not item.is_restricted for note in item.notes.all()]
    return [
        MinutesLine(
            minutes=minutes,
            kind=LineKind(note.kind),
            item_id=note.item_id,
            position=place,
            speaker_id=note.speaker.mandate_id if note.speaker is not None else None,
            text_uk=note.text,
        )
        for place, note in enumerate(notes, 1)
    ]
