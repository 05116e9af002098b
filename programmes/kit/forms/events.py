"""Events of forms. What was answered stands in the answers alone."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload, topic_of


class FormPayload(DossierPayload):
    """Something happened to a form of a dossier."""

    submission_id: UUID
    form: str
    mandate_id: UUID | None


class FormStarted(FormPayload, kind="programmes.form_started"):
    """A form was started."""


class FormAnswered(FormPayload, kind="programmes.form_answered"):
    """A question was answered. Many are, one after another: only who looks at the dossier hears of it."""

    question: str
    answer_id: UUID
    answer_version: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.dossier_id),)


class FormCompleted(FormPayload, kind="programmes.form_completed"):
    """A form was completed."""


class FormReopened(FormPayload, kind="programmes.form_reopened"):
    """A completed form was opened again."""
