"""A form with its answers: what is asked, what is answered, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from programmes.kit.forms.definitions import NOTE, Form, Question
from programmes.kit.forms.models import Answer, FormSubmission
from programmes.kit.forms.schemas import MissingPart


@dataclass(frozen=True)
class FilledForm:
    """A submission with its form and its answers by question. One that was not started is no row yet."""

    submission: FormSubmission
    form: Form
    answers: dict[str, Answer]

    @classmethod
    def of(cls, submission: FormSubmission) -> FilledForm:
        """Build it from a submission whose definition and answers were loaded."""
        answers = {one.question: one for one in submission.answers.all()} if submission.is_started else {}
        return cls(submission, submission.definition.form, answers)

    @cached_property
    def relevant(self) -> set[str]:
        """The names of the questions that are asked. What is hidden keeps its answer."""
        return self.form.find_relevant({name: one.value for name, one in self.answers.items()})

    def count_progress(self, questions: Iterable[Question]) -> tuple[int, int]:
        """Return how many of these questions are answered, and how many are asked."""
        asked = [one["name"] for one in questions if one["type"] != NOTE and one["name"] in self.relevant]
        return sum(self.is_answered(name) for name in asked), len(asked)

    def is_answered(self, name: str) -> bool:
        return name in self.answers and self.answers[name].is_given

    def find_missing(self) -> Iterator[tuple[str, str, MissingPart]]:
        """Return the places and names of questions that lack an answer or evidence until it is complete."""
        for place, one in self.form.list_places():
            name = one["name"]
            if name not in self.relevant:
                continue
            if not self.is_answered(name):
                if one["required"]:
                    yield place, name, "answer"
            elif one["evidence"] == "required" and self.answers[name].lacks_evidence:
                yield place, name, "evidence"
