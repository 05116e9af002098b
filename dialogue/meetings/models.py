"""Meetings of a group: their series, agenda, attendance, speakers and notes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from dialogue.decisions.models import Decision
from dialogue.summary.models import Question
from dialogue.threads.models import Thread
from groups.models import InitiativeGroup, Mandate, Membership
from viche.kernel.clock import now
from viche.kernel.models import DueRow, Identified, Versioned

TITLE_LENGTH, PLACE_LENGTH, LINK_LENGTH = 200, 200, 500
NOTE_LENGTH = 4_000


class RhythmUnit(models.TextChoices):
    WEEK = "week", "week"
    MONTH = "month", "month"


class MeetingSeries(Identified, Versioned):
    """The rhythm of a group's meetings, in its time zone.

    They are held every `every` weeks or months on `weekday` (0 is Monday), for months on the `nth` such day
    (5: the last one), from `starts_on` on.
    """

    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="meeting_series")
    title_uk = models.CharField(max_length=TITLE_LENGTH)
    title_en = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    unit = models.CharField(max_length=8, choices=RhythmUnit.choices)
    every = models.PositiveSmallIntegerField(default=1)
    weekday = models.PositiveSmallIntegerField()
    nth = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField()
    time = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=PLACE_LENGTH, blank=True, default="")
    video_url = models.CharField(max_length=LINK_LENGTH, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=RhythmUnit.WEEK, nth=None)
                | Q(unit=RhythmUnit.MONTH, nth__gte=1, nth__lte=5),
                name="dialogue_series_nth",
            ),
            models.CheckConstraint(
                condition=Q(every__gte=1, weekday__lte=6, minutes__gte=1), name="dialogue_series_rhythm"
            ),
        ]

    def __str__(self) -> str:
        return self.title_uk


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a meeting", "Planned")
    CONVENED = "convened", pgettext_lazy("state of a meeting", "Convened")
    RUNNING = "running", pgettext_lazy("state of a meeting", "Running")
    ENDED = "ended", pgettext_lazy("state of a meeting", "Ended")
    CANCELLED = "cancelled", pgettext_lazy("state of a meeting", "Cancelled")


class Meeting(Identified, Versioned):
    """A meeting of a group, which everybody reads who reads the group.

    `number` counts from the founding of the group; it is given when the meeting is convened, together with
    what makes its quorum, so that a later charter changes nothing. `extraordinary`: why it was convened with
    less notice than the charter demands. `sequence` counts the invitations (RFC 5546), the last of which was
    made at `invited_at`. `slot_at` is the moment of the rhythm that a meeting of a series takes, also when it
    is held at another time. `check_in_key` makes the rotating codes by which people check in.
    """

    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(
        MeetingSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    title_uk = models.CharField(max_length=TITLE_LENGTH)
    title_en = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    place = models.CharField(max_length=PLACE_LENGTH, blank=True, default="")
    video_url = models.CharField(max_length=LINK_LENGTH, blank=True, default="")
    slot_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED)
    state_reason = models.TextField(blank=True, default="")
    extraordinary = models.TextField(blank=True, default="")
    sequence = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(null=True, blank=True)
    convened_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    chair = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    secretary = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quorum = models.PositiveSmallIntegerField(default=1)
    present_sectors = ArrayField(models.CharField(max_length=20), default=list)
    asked_sectors = ArrayField(models.CharField(max_length=20), default=list)
    current_item = models.ForeignKey(
        "dialogue.AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    check_in_key = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="dialogue_meeting_number"),
            models.UniqueConstraint(
                fields=["series", "slot_at"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="dialogue_meeting_of_series",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="dialogue_meeting_term"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="dialogue_meeting_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[MeetingState.CONVENED, MeetingState.RUNNING, MeetingState.ENDED])
                | Q(number__isnull=False, convened_at__isnull=False),
                name="dialogue_meeting_convened",
            ),
        ]
        indexes = [models.Index(fields=["group", "-starts_at", "-id"], name="dialogue_meeting_order")]

    def __str__(self) -> str:
        return self.title_uk

    @property
    def seats_at(self) -> datetime:
        """Return the moment whose seats take part: its end, or now."""
        return self.ended_at or now()


class AgendaKind(models.TextChoices):
    QUESTION = "question", pgettext_lazy("agenda item", "Question")
    DECISION = "decision", pgettext_lazy("agenda item", "Decision")
    ACTION = "action", pgettext_lazy("agenda item", "Action item")
    REPORT = "report", pgettext_lazy("agenda item", "Report")
    OTHER = "other", pgettext_lazy("agenda item", "Other")


class AgendaState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("agenda item", "Proposed")
    ACCEPTED = "accepted", pgettext_lazy("agenda item", "On the agenda")
    DONE = "done", pgettext_lazy("agenda item", "Done")
    POSTPONED = "postponed", pgettext_lazy("agenda item", "Postponed")


class AgendaItem(Identified, Versioned):
    """An item of the agenda; `position` counts from 1 once it is accepted.

    It may come from a thread, a `question` of one, or the action item `action_id`. What an item of a
    restricted thread says is for the readers of the thread. `started_at` is since when it is the current one,
    `spent_seconds` how long it was before.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda", db_index=False)
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=TITLE_LENGTH)
    kind = models.CharField(max_length=12, choices=AgendaKind.choices)
    state = models.CharField(max_length=12, choices=AgendaState.choices, default=AgendaState.PROPOSED)
    thread = models.ForeignKey(
        Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="agenda_items"
    )
    action_id = models.UUIDField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    spent_seconds = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AgendaKind.values), name="dialogue_agenda_kind"),
            models.CheckConstraint(condition=Q(state__in=AgendaState.values), name="dialogue_agenda_state"),
            models.CheckConstraint(
                condition=Q(state=AgendaState.PROPOSED, position=None)
                | (~Q(state=AgendaState.PROPOSED) & Q(position__gte=1)),
                name="dialogue_agenda_position",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "position", "id"], name="dialogue_agenda_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_restricted(self) -> bool:
        """Return whether only the readers of its thread may read what it says."""
        return self.thread is not None and not self.thread.is_shared_with_group

    def pause(self, at: datetime) -> None:
        """Stop its clock. It is not saved."""
        if self.started_at is not None and self.ended_at is None:
            self.spent_seconds += max(0, int((at - self.started_at) / timedelta(seconds=1)))
            self.ended_at = at


class ItemDecision(Identified):
    """A decision that is taken or looked at again at an item."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="agenda_items")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["item", "decision"], name="dialogue_item_decision_once")
        ]

    def __str__(self) -> str:
        return str(self.decision_id)


class AgendaPaper(models.Model):
    """A file of an agenda item, with a copy of its metadata, which never changes."""

    file_id = models.UUIDField(primary_key=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    added_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class AttendanceAnswer(models.TextChoices):
    """What is answered to an invitation."""

    COMES = "comes", pgettext_lazy("answer to an invitation", "Comes")
    BY_VIDEO = "by_video", pgettext_lazy("answer to an invitation", "By video")
    DEPUTY = "deputy", pgettext_lazy("answer to an invitation", "The deputy comes")
    NOT = "not", pgettext_lazy("answer to an invitation", "Does not come")


class CheckInWay(models.TextChoices):
    SELF_CODE = "self_code", "self_code"
    SECRETARY = "secretary", "secretary"
    VIDEO = "video", "video"


class Attendance(Identified):
    """The answer of a seat to the invitation, and its presence at the meeting.

    `deputy` is who sat there in place of the holder. `wrong_codes` counts the codes that were not right.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance", db_index=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=AttendanceAnswer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=12, choices=CheckInWay.choices, blank=True, default="")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    left_at = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="dialogue_attendance_once"),
            models.CheckConstraint(
                condition=Q(checked_in_at=None, left_at=None, way="")
                | (Q(checked_in_at__isnull=False) & ~Q(way="")),
                name="dialogue_attendance_way",
            ),
        ]

    def __str__(self) -> str:
        return self.answer

    @property
    def is_present(self) -> bool:
        return self.checked_in_at is not None and self.left_at is None


class Speaker(Identified):
    """A seat that asked for the floor at an item. Withdrawn ones are deleted."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="speakers", db_index=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["item", "membership"], condition=Q(ended_at=None), name="dialogue_speaker_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.membership_id)


class NoteKind(models.TextChoices):
    """Kinds of notes, by the words of Ukrainian record keeping."""

    LISTENED = "listened", pgettext_lazy("note of a meeting", "Heard")
    SPOKE = "spoke", pgettext_lazy("note of a meeting", "Spoke")
    RESOLVED = "resolved", pgettext_lazy("note of a meeting", "Resolved")
    ACTION = "action", pgettext_lazy("note of a meeting", "Action item")


class ItemNote(Identified, Versioned):
    """A note of the secretary in an item; `client_id` makes a repeated request write it once."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="notes", db_index=False)
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    text = models.TextField()
    speaker = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "client_id"], name="dialogue_note_once")]
        indexes = [models.Index(fields=["item", "at", "id"], name="dialogue_note_order")]

    def __str__(self) -> str:
        return self.text


class ReminderStage(models.TextChoices):
    """How long before a meeting its people are reminded."""

    DAYS = "days", "days"
    DAY = "day", "day"
    HOUR = "hour", "hour"


class MeetingReminder(DueRow):
    """A moment at which people are reminded of a convened meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reminders")
    stage = models.CharField(max_length=8, choices=ReminderStage.choices)

    class Meta(DueRow.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return self.stage
