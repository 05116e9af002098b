"""Summaries of threads, their open questions and their statements."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import pgettext_lazy

from dialogue.messages.models import BODY_LENGTH, Message
from dialogue.threads.models import Thread
from groups.models import Mandate
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned

QUESTION_LENGTH = 300


class QuestionState(models.TextChoices):
    """`proposed` waits for who leads, `declined` was not taken up, `aside` is for another talk or time."""

    PROPOSED = "proposed", pgettext_lazy("state of a question", "Proposed")
    OPEN = "open", pgettext_lazy("state of a question", "Open")
    ANSWERED = "answered", pgettext_lazy("state of a question", "Answered")
    ASIDE = "aside", pgettext_lazy("state of a question", "Put aside")
    DECLINED = "declined", pgettext_lazy("state of a question", "Not taken up")


class Question(Identified, Versioned):
    """One question of a thread, in the order of `position`. Of one whose author is erased with their words,
    and that others have answered, `text` is empty.

    It is answered by a message of the thread or in a few `words`; of one that was put aside or declined they
    are the reason. `settled_by` says who did that.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="questions", db_index=False)
    position = models.PositiveIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=16, choices=QuestionState.choices)
    answer = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="answered_questions"
    )
    words = models.TextField(blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=QuestionState.values), name="dialogue_question_state"
            ),
            models.CheckConstraint(
                condition=Q(answer=None) | Q(state=QuestionState.ANSWERED), name="dialogue_question_answer"
            ),
        ]
        indexes = [models.Index(fields=["thread", "position", "id"], name="dialogue_question_order")]

    def __str__(self) -> str:
        return self.text


STATEMENT_LENGTH = 280


class Statement(Identified, Versioned):
    """What somebody thinks, in a sentence that stands by itself. `source` is the message of which it is the
    point; one that was taken back leaves no `text`.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="statements", db_index=False)
    text = models.TextField(blank=True)
    source = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    collected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collected_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "source"],
                condition=Q(source__isnull=False),
                name="dialogue_statement_once",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), 2 * STATEMENT_LENGTH),
                name="dialogue_statement_length",
            ),
        ]
        indexes = [models.Index(fields=["thread", "collected_at", "id"], name="dialogue_statement_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_silent(self) -> bool:
        """Whether nothing of it is shown, since nobody reads its message any more."""
        return self.source is not None and self.source.is_silent


class ThreadSummary(Versioned):
    """The summary of a thread, written anew as often as the talk goes on. One that was taken back has no
    `body`, and its `version` goes on.

    `through` is the number of the last message that it takes in. `html` is `body` rendered by the recipe
    named in `recipe` (`dialogue.summary.citations`).
    """

    thread = models.OneToOneField(
        Thread, primary_key=True, on_delete=models.PROTECT, related_name="summary", db_index=False
    )
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    recipe = models.CharField(max_length=40)
    through = models.PositiveIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), BODY_LENGTH), name="dialogue_summary_length"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SummaryRevision(Identified):
    """What the summary of a thread said in an earlier `version`. Whoever reads the thread may read it; it
    goes when the summary is taken back.
    """

    summary = models.ForeignKey(
        ThreadSummary, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    version = models.PositiveIntegerField()
    body = models.TextField()
    through = models.PositiveIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "version"], name="dialogue_summary_revision_once")
        ]
        triggers = [pgtrigger.Protect(name="said_once", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return str(self.version)


class SummaryCitation(Identified):
    """A summary, as it reads now, cites a message of its thread."""

    summary = models.ForeignKey(
        ThreadSummary, on_delete=models.CASCADE, related_name="citations", db_index=False
    )
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="citations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "message"], name="dialogue_summary_citation_once")
        ]

    def __str__(self) -> str:
        return str(self.message_id)
