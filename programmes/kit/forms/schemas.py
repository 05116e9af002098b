"""Schemas of forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from groups.common.schemas import PersonRef
from programmes.kit.dossiers.schemas import DossierFrame
from viche.kernel.text import Text

FormActionName = Literal["start", "answer", "complete", "reopen"]
MissingPart = Literal["answer", "evidence"]
Chosen = Literal["select_one", "select_multiple", "acknowledge"]
Written = Literal["integer", "decimal", "text", "date", "time", "note"]


class FormItem(TypedDict):
    """A form of a dossier, started or not. `submission_id` is null until it is started."""

    name: str
    title: Text
    version: int
    submission_id: UUID | None
    answered: int
    total: int
    completed_at: datetime | None
    allowed: list[FormActionName]


class FormAnswerVersionOut(TypedDict):
    """A version of an answer.

    `value` is a name for `select_one`, a list of names for `select_multiple`, a number, a text, `YYYY-MM-DD`,
    `HH:MM`, or true for `acknowledge`; null when the question does not apply, or the answer was taken back.
    """

    version: int
    value: Any
    note: str
    not_applicable: bool
    reason: str
    answered_at: datetime
    answered_by: PersonRef


class FormAnswerOut(FormAnswerVersionOut):
    """The present answer to a question. Its evidence has the subject `answer:<id>`."""

    id: UUID
    evidence_count: int


class FormChoiceOut(TypedDict):
    name: str
    label: Text


class FormConditionOut(TypedDict):
    """The question is asked while the answer to the earlier `question` is, is not, or is any of `wanted`."""

    question: str
    operator: Literal["is", "is_not", "any_of"]
    wanted: list[Any]


class FormQuestionOut(TypedDict):
    """A question with its answer. `relevant`: the other answers lead to it; null `condition`: they always do.

    `max` of a text is its longest length. A `note` is only read. `public`: the answer may be published.
    """

    name: str
    type: Literal[Chosen, Written]
    label: Text
    hint: Text | None
    required: bool
    evidence: Literal["none", "optional", "required"]
    choices: list[FormChoiceOut]
    condition: FormConditionOut | None
    relevant: bool
    min: float | None
    max: float | None
    decimals: int | None
    may_not_apply: bool
    public: bool
    answer: FormAnswerOut | None


class FormSectionOut(TypedDict):
    """A section with its progress: of the `total` relevant questions so many are `answered`."""

    name: str
    title: Text
    answered: int
    total: int
    questions: list[FormQuestionOut]


class FormMissingAnswer(TypedDict):
    """A question without which the form cannot be completed, and what it lacks."""

    question: str
    why: MissingPart


class FormOut(TypedDict):
    """A form of a dossier: its definition, the answers, and what is `missing` until it can be completed.

    `version` is that of the definition; each answer has its own.
    """

    id: UUID
    name: str
    version: int
    title: Text
    started_at: datetime
    started_by: PersonRef
    completed_at: datetime | None
    completed_by: PersonRef | None
    allowed: list[FormActionName]
    sections: list[FormSectionOut]
    missing: list[FormMissingAnswer]


class FormFrame(DossierFrame):
    """Frame on `dossier:<id>`: a form changed. `question`: the one that was answered."""

    submission_id: UUID
    question: str | None
