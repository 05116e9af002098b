"""Duties of minutes: make them, ask for remarks, remark until a day, answer, send for signature, and sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy

from dialogue.meetings.models import Attendance, MeetingState
from dialogue.meetings.policies import MeetingPolicy
from dialogue.minutes.models import Minutes, MinutesSignature, MinutesState, Remark, RemarkState, SignerRole
from dialogue.minutes.policies import MinutesPolicy, attended_q
from groups.initiative_groups.models import WORKING_STATES
from groups.models import InitiativeGroupUserPermission
from groups.policies import RECORD, has_grant_q
from viche.kernel.clock import now
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of

MAKE = DutyKind(
    "dialogue.minutes_make",
    Step.WORK,
    pgettext_lazy("duty", "A meeting has no minutes yet"),
    pgettext_lazy("duty", "Make the minutes"),
)
ASK = DutyKind(
    "dialogue.minutes_ask",
    Step.WORK,
    pgettext_lazy("duty", "Minutes are a draft"),
    pgettext_lazy("duty", "Ask for remarks"),
)
READ_DRAFT = DutyKind(
    "dialogue.minutes_remark",
    Step.READ,
    pgettext_lazy("duty", "Minutes take remarks"),
    pgettext_lazy("duty", "Read and remark"),
)
ANSWER = DutyKind(
    "dialogue.minutes_answer",
    Step.ANSWER,
    pgettext_lazy("duty", "A remark on the minutes waits for an answer"),
    pgettext_lazy("duty", "Answer"),
)
SEND = DutyKind(
    "dialogue.minutes_send",
    Step.WORK,
    pgettext_lazy("duty", "The days for remarks on the minutes are over"),
    pgettext_lazy("duty", "Send for signature"),
)
SIGN = DutyKind(
    "dialogue.minutes_sign",
    Step.VERIFY,
    pgettext_lazy("duty", "Minutes wait for your signature"),
    pgettext_lazy("duty", "Sign"),
)


def _list_visible(reader: DutyReader, state: MinutesState) -> QuerySet[Minutes]:
    rows = MinutesPolicy().visible_to(reader.actor).filter(state=state, group__state__in=WORKING_STATES)
    return rows.order_by("made_at", "id")


def _keeps_record(reader: DutyReader) -> Q:
    return has_grant_q(InitiativeGroupUserPermission, reader.actor, RECORD, of="group")


def find_meetings(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for meetings that ended without minutes, whose record the actor keeps."""
    rows = MeetingPolicy().visible_to(reader.actor).filter(_keeps_record(reader), minutes=None)
    for meeting in rows.filter(state=MeetingState.ENDED).order_by("ended_at", "id")[:MAX_PER_FINDER]:
        yield Duty(
            kind=MAKE,
            id=meeting.pk,
            title=bilingual_of(meeting, "title"),
            url=f"/meetings/{meeting.pk}",
            since=meeting.ended_at or meeting.ends_at,
            number=meeting.number,
            group_id=meeting.group_id,
            is_shared=True,
        )


def find_unasked(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for drafts of minutes whose record the actor keeps."""
    for minutes in _list_visible(reader, MinutesState.DRAFT).filter(_keeps_record(reader))[:MAX_PER_FINDER]:
        yield _build_duty(ASK, minutes, minutes.made_at)


def find_drafts(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for minutes that take remarks, of meetings that the actor attended, until they remark."""
    there = Attendance.objects.filter(attended_q(reader.actor.person_id), meeting=OuterRef("meeting"))
    own = Remark.objects.filter(minutes=OuterRef("pk"), author=reader.actor.person_id)
    rows = _list_visible(reader, MinutesState.REMARKS).filter(Exists(there), remarks_until__gt=now())
    for minutes in rows.exclude(Exists(own))[:MAX_PER_FINDER]:
        yield _build_duty(READ_DRAFT, minutes, minutes.made_at, minutes.remarks_until)


def find_answers(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for minutes whose record the actor keeps: answer the remarks, or send them."""
    waiting = Remark.objects.filter(minutes=OuterRef("pk"), state=RemarkState.OPEN)
    rows = _list_visible(reader, MinutesState.REMARKS).filter(_keeps_record(reader))
    rows = rows.annotate(waits=Exists(waiting))
    for minutes in rows.filter(Q(waits=True) | Q(remarks_until__lte=now()))[:MAX_PER_FINDER]:
        kind = ANSWER if vars(minutes)["waits"] else SEND
        yield _build_duty(kind, minutes, minutes.made_at)


def find_signatures(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for minutes that the actor signs as chair or secretary."""
    given = MinutesSignature.objects.filter(minutes=OuterRef("pk"))
    person_id = reader.actor.person_id
    chairs = Q(~Exists(given.filter(role=SignerRole.CHAIR)), chair__person=person_id)
    records = Q(~Exists(given.filter(role=SignerRole.SECRETARY)), secretary__person=person_id)
    for minutes in _list_visible(reader, MinutesState.SIGNING).filter(chairs | records)[:MAX_PER_FINDER]:
        yield _build_duty(SIGN, minutes, minutes.made_at)


def _build_duty(kind: DutyKind, minutes: Minutes, since: datetime, due_at: datetime | None = None) -> Duty:
    return Duty(
        kind=kind,
        id=minutes.pk,
        title=bilingual_of(minutes.meeting, "title"),
        url=f"/minutes/{minutes.pk}",
        since=since,
        due_at=due_at,
        number=minutes.number,
        group_id=minutes.group_id,
        is_shared=True,
    )


register_duties(find_meetings, MAKE)
register_duties(find_unasked, ASK)
register_duties(find_drafts, READ_DRAFT)
register_duties(find_answers, ANSWER, SEND)
register_duties(find_signatures, SIGN)
