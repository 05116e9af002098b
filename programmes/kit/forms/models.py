"""Forms of dossiers: definitions, submissions, answers and their history."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models import Mandate
from programmes.kit.dossiers.models import Dossier
from programmes.kit.forms.definitions import Form
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned


class FormDefinition(Identified):
    """A version of a form, with the `content` of its file. It never changes: other words are another."""

    name = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    imported_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="programmes_form_version"),
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.name}-{self.version}"

    @property
    def form(self) -> Form:
        return Form(self.content)


class FormSubmission(Identified):
    """A form of a dossier, once for each `form` name, by the definition that was the latest when it began."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="forms", db_index=False)
    form = models.CharField(max_length=40)
    definition = models.ForeignKey(FormDefinition, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_at = models.DateTimeField(default=now)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["dossier", "form"], name="programmes_form_once_in_dossier"),
            models.CheckConstraint(
                condition=Q(completed_at=None, completed_by=None)
                | Q(completed_at__gte=F("started_at"), completed_by__isnull=False),
                name="programmes_form_completed_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="fixed",
                fields=["dossier", "form", "definition", "started_by", "started_through", "started_at"],
            ),
        ]

    def __str__(self) -> str:
        return self.form

    @property
    def is_started(self) -> bool:
        return not self._state.adding

    @property
    def is_completed(self) -> bool:
        return self.completed_at is not None


class AnswerContent(Versioned):
    """What an answer says. `value` has the form of the question's type, null without an answer.

    `reason` says why the question does not apply, or why this answer replaced another.
    """

    value = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    not_applicable = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True

    @property
    def is_given(self) -> bool:
        """Whether it answers its question: an answer that was taken back has notes and evidence alone."""
        return self.not_applicable or self.value is not None

    def list_content(self) -> dict[str, Any]:
        """Return the fields of the content, as another row takes them."""
        return {
            one.attname: getattr(self, one.attname)
            for one in AnswerContent._meta.get_fields()
            if isinstance(one, models.Field)
        }


WITH_A_REASON = Q(not_applicable=False) | (Q(value__isnull=True) & ~Q(reason=""))


class Answer(Identified, AnswerContent):
    """The present answer to a question of a submission. `evidence_count` is denormalised."""

    submission = models.ForeignKey(
        FormSubmission, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    question = models.CharField(max_length=40)
    evidence_count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "question"], name="programmes_answer_once"),
            models.CheckConstraint(condition=WITH_A_REASON, name="programmes_answer_not_applicable"),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="fixed", fields=["submission", "question"]),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def lacks_evidence(self) -> bool:
        """Whether evidence is missing where it is required: what does not apply needs none."""
        return not self.not_applicable and self.evidence_count == 0


class AnswerVersion(Identified, AnswerContent):
    """A version of an answer, the present one included. Rows never change."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions", db_index=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="programmes_version_of_answer"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.version)
