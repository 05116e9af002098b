"""The open questions of a thread."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from dialogue.models.messages import Message
from dialogue.models.threads import Thread
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
