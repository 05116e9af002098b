"""Duties of meetings: invitations to answer, agendas to order, meetings to convene, and to end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from dialogue.charters.models import Charter
from dialogue.meetings.models import AgendaState, Meeting, MeetingState
from dialogue.meetings.policies import MeetingPolicy
from dialogue.meetings.selectors import list_unanswered_meeting_ids
from groups.initiative_groups.models import WORKING_STATES
from groups.models import InitiativeGroupUserPermission
from groups.policies import FACILITATE, RECORD, has_grant_q
from viche.kernel.clock import now
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of

ANSWER = DutyKind(
    "dialogue.meeting_answer",
    Step.ANSWER,
    pgettext_lazy("duty", "Invitation to a meeting"),
    pgettext_lazy("duty", "Answer"),
)
AGENDA = DutyKind(
    "dialogue.meeting_agenda",
    Step.WORK,
    pgettext_lazy("duty", "Items are proposed for the agenda"),
    pgettext_lazy("duty", "Order the agenda"),
)

CONVENE = DutyKind(
    "dialogue.meeting_convene",
    Step.WORK,
    pgettext_lazy("duty", "A planned meeting is not convened yet"),
    pgettext_lazy("duty", "Convene"),
)
END = DutyKind(
    "dialogue.meeting_end",
    Step.WORK,
    pgettext_lazy("duty", "The time of a meeting is over"),
    pgettext_lazy("duty", "End or cancel it"),
)
LEAD = timedelta(days=7)
"""How long before the last day of notice a planned meeting waits to be convened."""


def find_invitations(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each convened meeting to come that a seat of the actor has not answered."""
    rows = MeetingPolicy().visible_to(reader.actor).filter(state=MeetingState.CONVENED, starts_at__gt=now())
    rows = rows.filter(group__state__in=WORKING_STATES)
    found = list(rows.order_by("starts_at", "id")[:MAX_PER_FINDER])
    unanswered = list_unanswered_meeting_ids(reader.actor, found)
    for meeting in found:
        if meeting.pk in unanswered:
            since = meeting.convened_at or meeting.starts_at
            yield _build_duty(ANSWER, meeting, since, meeting.starts_at)


def find_agendas(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each meeting to come that the actor leads, while proposed items are not ordered."""
    leads = _holds(reader, FACILITATE)
    rows = (
        MeetingPolicy()
        .visible_to(reader.actor)
        .filter(leads, state__in=[MeetingState.PLANNED, MeetingState.CONVENED], starts_at__gt=now())
    )
    proposed = Q(agenda__state=AgendaState.PROPOSED)
    waiting = rows.annotate(since=Min("agenda__proposed_at", filter=proposed)).exclude(since=None)
    for meeting in waiting.order_by("starts_at", "id")[:MAX_PER_FINDER]:
        yield _build_duty(AGENDA, meeting, vars(meeting)["since"], meeting.starts_at)


def find_planned(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each planned meeting that the actor leads, until the charter demands its notice."""
    rows = MeetingPolicy().visible_to(reader.actor).filter(_holds(reader, FACILITATE), starts_at__gt=now())
    rows = rows.annotate(notice=Coalesce("group__decision_charter__notice_days", Charter().notice_days))
    for meeting in rows.filter(state=MeetingState.PLANNED).order_by("starts_at", "id")[:MAX_PER_FINDER]:
        last = meeting.starts_at - timedelta(days=vars(meeting)["notice"])
        if last - LEAD <= now():
            yield _build_duty(CONVENE, meeting, last - LEAD, last)


def find_overdue(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each meeting whose time is over and that was neither ended nor cancelled."""
    held = _holds(reader, RECORD) & Q(state__in=[MeetingState.CONVENED, MeetingState.RUNNING])
    planned = _holds(reader, FACILITATE) & Q(state=MeetingState.PLANNED)
    rows = MeetingPolicy().visible_to(reader.actor).filter(held | planned, ends_at__lte=now())
    for meeting in rows.order_by("starts_at", "id")[:MAX_PER_FINDER]:
        yield _build_duty(END, meeting, meeting.ends_at)


def _holds(reader: DutyReader, codename: str) -> Q:
    return has_grant_q(InitiativeGroupUserPermission, reader.actor, codename, of="group")


def _build_duty(kind: DutyKind, meeting: Meeting, since: datetime, due_at: datetime | None = None) -> Duty:
    return Duty(
        kind=kind,
        id=meeting.pk,
        title=bilingual_of(meeting, "title"),
        url=f"/meetings/{meeting.pk}",
        since=since,
        due_at=due_at,
        number=meeting.number,
        group_id=meeting.group_id,
        is_shared=True,
    )


register_duties(find_invitations, ANSWER)
register_duties(find_agendas, AGENDA)
register_duties(find_planned, CONVENE)
register_duties(find_overdue, END)
