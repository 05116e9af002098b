"""Summaries, questions and statements of threads."""

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
    """State of a question.

    `proposed` waits for a facilitator, `declined` was not accepted, `aside` is deferred to another thread or
    time.
    """

    PROPOSED = "proposed", pgettext_lazy("state of a question", "Proposed")
    OPEN = "open", pgettext_lazy("state of a question", "Open")
    ANSWERED = "answered", pgettext_lazy("state of a question", "Answered")
    ASIDE = "aside", pgettext_lazy("state of a question", "Put aside")
    DECLINED = "declined", pgettext_lazy("state of a question", "Not taken up")


class Question(Identified, Versioned):
    """One question of a thread, ordered by `position`.

    `text` is empty when its author was erased and others have answered. It is answered by a message of the
    thread or in a few `words`; for a deferred or declined question they are the reason. `settled_by` is the
    person who did that.
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
    """One opinion, in a sentence that is understood by itself.

    `source` is the message that it sums up; when that is withdrawn, `text` becomes empty.
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
        """Whether its text is not shown, because its message is deleted or hidden."""
        return self.source is not None and self.source.is_silent


class ThreadSummary(Versioned):
    """The summary of a thread; it is rewritten while the discussion continues.

    A withdrawn summary has an empty `body` and a new `version`. `through` is the number of the last message
    that it covers. `html` is `body` rendered in the version named in `recipe` (`dialogue.summary.citations`).
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
    """The text of an earlier `version` of a summary.

    Readers of the thread may read it; it is deleted when the summary is withdrawn.
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
    """The current version of a summary cites a message of its thread."""

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
