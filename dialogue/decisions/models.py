"""Decisions: what is proposed, by which rule, who may answer, their answers, and the outcome."""

from __future__ import annotations

from typing import Any
from uuid import uuid4  # noqa: TID251 - the time in a UUIDv7 would tell when a ballot was cast

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from dialogue.charters.models import Silence, build_sectors_field
from dialogue.threads.models import Thread
from groups.models import InitiativeGroup, Mandate, Membership, Organisation, Sector
from viche.kernel.clock import now, today
from viche.kernel.models import DueRow, Identified, Versioned

TITLE_LENGTH = 300
TEXT_LENGTH = 20_000
LABEL_LENGTH = 200
REASON_LENGTH = 2_000
MIN_OPTIONS, MAX_OPTIONS = 2, 20
FIRST_RESTRICTED_NUMBER = 100_001
"""First number of decisions in restricted threads: a gap in the others would tell that they exist."""


class DecisionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("decision", "Draft")
    OPEN = "open", pgettext_lazy("decision", "Collecting answers")
    ADOPTED = "adopted", pgettext_lazy("decision", "Adopted")
    REJECTED = "rejected", pgettext_lazy("decision", "Not adopted")
    NO_QUORUM = "no_quorum", pgettext_lazy("decision", "No quorum")
    WITHDRAWN = "withdrawn", pgettext_lazy("decision", "Withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("decision", "Superseded")


class Method(models.TextChoices):
    CONSENSUS = "consensus", pgettext_lazy("method", "Consensus")
    CONSENT = "consent", pgettext_lazy("method", "Consent")
    MAJORITY = "majority", pgettext_lazy("method", "Majority")
    RANKED = "ranked", pgettext_lazy("method", "Ranked choice")
    ADVICE = "advice", pgettext_lazy("method", "Show of hands for advice")


class Threshold(models.TextChoices):
    SIMPLE = "simple", pgettext_lazy("threshold", "Simple majority")
    ABSOLUTE = "absolute", pgettext_lazy("threshold", "Absolute majority")
    TWO_THIRDS = "two_thirds", pgettext_lazy("threshold", "Two thirds")
    FOUR_FIFTHS = "four_fifths", pgettext_lazy("threshold", "Four fifths")


class Base(models.TextChoices):
    PRESENT = "present", pgettext_lazy("base", "Of those present")
    SEATED = "seated", pgettext_lazy("base", "Of all seats")


class Unit(models.TextChoices):
    SEAT = "seat", pgettext_lazy("unit", "One vote per seat")
    ORGANISATION = "organisation", pgettext_lazy("unit", "One vote per organisation")


class Capacity(models.TextChoices):
    ON_BEHALF = "on_behalf", pgettext_lazy("capacity", "On behalf of organisations")
    PERSONAL = "personal", pgettext_lazy("capacity", "Personally")


class TieRule(models.TextChoices):
    PREVIOUS_ROUNDS = "previous_rounds", pgettext_lazy("tie rule", "By earlier rounds")
    LISTED_ORDER = "listed_order", pgettext_lazy("tie rule", "By the order of the list")


class Answer(models.TextChoices):
    FOR = "for", pgettext_lazy("answer", "For")
    AGAINST = "against", pgettext_lazy("answer", "Against")
    ABSTAIN = "abstain", pgettext_lazy("answer", "Abstain")
    CONSENT = "consent", pgettext_lazy("answer", "Consent")
    STAND_ASIDE = "stand_aside", pgettext_lazy("answer", "Stand aside")
    OBJECT = "object", pgettext_lazy("answer", "Reasoned objection")
    CHOOSE = "choose", pgettext_lazy("answer", "Choice of options")


def _build_person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def _build_mandate() -> Any:
    return models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


def _one_of(field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    condition = Q(**{f"{field}__in": choices.values})
    return models.CheckConstraint(condition=condition, name=f"dialogue_decision_{field}")


class Decision(Identified, Versioned):
    """A question that a group decides, by a rule that is fixed when it opens.

    Without a thread it is made for the group as a whole. `quorum`, `present_sectors`, `asked_sectors` and
    `silence` are copied from the group and its charter when it opens; `number` counts in `register`, the top
    group. `on_paper`: the votes are counted from ballots of paper, so there is no roll. `binds` is false for
    such a count where the charter does not say that it binds. `scan_id` is the file of the paper ballots.
    `compacted_at` is when no trace was left in the table of the order of its secret ballots.
    """

    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="decisions")
    register = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    thread = models.ForeignKey(
        Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    title_uk = models.CharField(max_length=TITLE_LENGTH)
    title_en = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    text = models.TextField(blank=True, default="")
    state = models.CharField(max_length=16, choices=DecisionState.choices, default=DecisionState.DRAFT)
    method = models.CharField(max_length=16, choices=Method.choices)
    threshold = models.CharField(max_length=16, choices=Threshold.choices, default=Threshold.SIMPLE)
    base = models.CharField(max_length=16, choices=Base.choices, default=Base.PRESENT)
    unit = models.CharField(max_length=16, choices=Unit.choices, default=Unit.SEAT)
    capacity = models.CharField(max_length=16, choices=Capacity.choices, default=Capacity.ON_BEHALF)
    secret = models.BooleanField(default=False)
    tie_rule = models.CharField(max_length=16, choices=TieRule.choices, default=TieRule.PREVIOUS_ROUNDS)
    on_paper = models.BooleanField(default=False)
    binds = models.BooleanField(default=True)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    present_sectors = build_sectors_field()
    asked_sectors = build_sectors_field()
    silence = models.CharField(max_length=16, choices=Silence.choices, default=Silence.ABSENT)
    closes_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = _build_person(null=True, blank=True)
    mandate = _build_mandate()
    proposed_at = models.DateTimeField(default=now)
    withdrawn_reason = models.TextField(blank=True, default="")
    outcome_uk = models.TextField(blank=True, default="")
    outcome_en = models.TextField(blank=True, default="")
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = _build_person(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    public_uk = models.TextField(blank=True, default="")
    public_en = models.TextField(blank=True, default="")
    public_at = models.DateTimeField(null=True, blank=True)
    scan_id = models.UUIDField(null=True, blank=True)
    scan_name = models.CharField(max_length=255, blank=True, default="")
    compacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            _one_of("state", DecisionState),
            _one_of("method", Method),
            _one_of("threshold", Threshold),
            _one_of("base", Base),
            _one_of("unit", Unit),
            _one_of("capacity", Capacity),
            _one_of("tie_rule", TieRule),
            _one_of("silence", Silence),
            models.UniqueConstraint(fields=["register", "number"], name="dialogue_decision_number"),
            models.CheckConstraint(
                condition=Q(state__in=[DecisionState.DRAFT, DecisionState.WITHDRAWN])
                | Q(opened_at__isnull=False, number__isnull=False, quorum__isnull=False),
                name="dialogue_decision_opened",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DecisionState.DRAFT, DecisionState.OPEN]) | Q(closed_at__isnull=False),
                name="dialogue_decision_closed",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="dialogue_decision_not_itself"),
        ]
        indexes = [
            models.Index(fields=["group", "proposed_at", "id"], name="dialogue_decision_in_group"),
            models.Index(fields=["thread", "proposed_at", "id"], name="dialogue_decision_in_thread"),
            models.Index(
                fields=["group", "public_at", "id"],
                condition=Q(public_at__isnull=False),
                name="dialogue_decision_public",
            ),
        ]

    def __str__(self) -> str:
        return self.title_uk

    @property
    def is_open(self) -> bool:
        return self.state == DecisionState.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether it was counted."""
        return self.closed_at is not None and self.state != DecisionState.WITHDRAWN

    @property
    def is_over(self) -> bool:
        """Whether no answer is taken any more, even if it was not counted yet."""
        return self.closes_at is not None and self.closes_at <= now()

    @property
    def is_review_due(self) -> bool:
        """Whether its review day has come, in the time zone of the group."""
        due = self.review_on is not None and self.review_on <= today(self.group.time_zone)
        return due and self.state == DecisionState.ADOPTED

    @property
    def is_shared_with_group(self) -> bool:
        """Whether the whole group may read it. Needs the thread."""
        return self.thread is None or self.thread.is_shared_with_group


class DecisionOption(Identified):
    """One of the options of a decision, in the declared order."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options", db_index=False)
    position = models.PositiveSmallIntegerField()
    label_uk = models.CharField(max_length=LABEL_LENGTH)
    label_en = models.CharField(max_length=LABEL_LENGTH, blank=True, default="")
    text = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="dialogue_option_position")
        ]

    def __str__(self) -> str:
        return self.label_uk


class Voter(Identified):
    """A seat, or an organisation, that may answer: the roll is made when the decision opens.

    `membership` and `mandate` are empty where organisations vote. `has_voted` is public also of a secret
    ballot. `lost_at` is when the seat was lost while the decision was open.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="voters", db_index=False)
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = _build_mandate()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sector = models.CharField(max_length=20, choices=Sector.choices)
    is_present = models.BooleanField(null=True, blank=True)
    has_voted = models.BooleanField(default=False)
    lost_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "membership", "organisation"],
                name="dialogue_voter_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation_id)


class Vote(Identified):
    """The open answer of a voter, which may change until the close.

    `mandate` is the one through which `cast_by` spoke; `said_by` gave the answer by phone, and `cast_by`
    recorded it. `ranking` are ids of options.
    """

    voter = models.OneToOneField(Voter, on_delete=models.PROTECT, related_name="vote")
    answer = models.CharField(max_length=16, choices=Answer.choices)
    ranking = ArrayField(models.UUIDField(), default=list)
    harm = models.TextField(blank=True, default="")
    condition = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    wants_name = models.BooleanField(default=False)
    cast_by = _build_person()
    mandate = _build_mandate()
    said_by = _build_person(null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="dialogue_vote_answer"),
            models.CheckConstraint(
                condition=~Q(answer=Answer.OBJECT) | (~Q(harm="") & ~Q(condition="")),
                name="dialogue_vote_objection_reasoned",
            ),
        ]

    def __str__(self) -> str:
        return self.answer


class Ballot(models.Model):
    """A secret ballot. Nothing leads from it to a voter: it has a random key, no author and no time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="ballots")
    answer = models.CharField(max_length=16, choices=Answer.choices)
    ranking = ArrayField(models.UUIDField(), default=list)

    def __str__(self) -> str:
        return self.answer


class ObjectionReply(Identified):
    """An answer to an objection. It stays when the objection is lifted by another answer."""

    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    author = _build_person()
    mandate = _build_mandate()
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.at)


class SectorAsk(Identified):
    """A sector was asked by name to answer until the end of a day."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="asks", db_index=False)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    until = models.DateField()
    asked_by = _build_person()
    mandate = _build_mandate()
    asked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "sector"], name="dialogue_ask_once")]

    def __str__(self) -> str:
        return self.sector


class PaperCount(Identified):
    """One of two entries of the ballots that were cast on paper, each by another person."""

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="paper_counts", db_index=False
    )
    entry = models.PositiveSmallIntegerField()
    entered_by = _build_person()
    mandate = _build_mandate()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "entry"], name="dialogue_paper_entry_once"),
            models.CheckConstraint(condition=Q(entry__in=[1, 2]), name="dialogue_paper_entry"),
        ]

    def __str__(self) -> str:
        return str(self.entry)


class PaperBatch(Identified):
    """A number of equal paper ballots."""

    count = models.ForeignKey(PaperCount, on_delete=models.CASCADE, related_name="batches")
    answer = models.CharField(max_length=16, choices=Answer.choices)
    ranking = ArrayField(models.UUIDField(), default=list)
    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.number)


class EarlierOutcome(Identified):
    """Words of an outcome that others replaced: people were told them. Empty if they had personal data."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="earlier_outcomes")
    text_uk = models.TextField()
    text_en = models.TextField(blank=True, default="")
    by = _build_person(null=True)
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text_uk


class TermKind(models.TextChoices):
    CLOSE = "close", "Close"
    REMIND = "remind", "Reminder"
    REVIEW = "review", "Review day"


class DecisionTerm(DueRow):
    """When a decision closes, when those who have not answered are reminded, or its review day."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=8, choices=TermKind.choices)

    def __str__(self) -> str:
        return str(self.due_at)
