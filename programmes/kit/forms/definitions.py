"""Definitions of forms: questions as data in versions, with XLSForm's types, checked before they are used.

The form of a definition is in `definition_schema.json`. What a JSON Schema cannot say is checked here: names
that stand twice, and conditions on questions or choices that do not exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft202012Validator

from viche.kernel.errors import FieldError, Invalid
from viche.kernel.text import Text

SCHEMA_FILE = Path(__file__).with_name("definition_schema.json")

QuestionType = Literal[
    "select_one",
    "select_multiple",
    "integer",
    "decimal",
    "text",
    "date",
    "time",
    "acknowledge",
    "note",
]
EvidenceNeed = Literal["none", "optional", "required"]


@dataclass(frozen=True, slots=True)
class Condition:
    """The answer to an earlier question that leads to another one. `operator`: is, is_not, any_of."""

    question: str
    operator: str
    wanted: Any

    def is_met_by(self, value: Any) -> bool:
        """Return whether an answer meets the condition. Without an answer it is not met."""
        if value is None:
            return False
        given = value if isinstance(value, list) else [value]
        wanted = self.wanted if isinstance(self.wanted, list) else [self.wanted]
        return any(one in wanted for one in given) is (self.operator != "is_not")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question. `max` of a text is its longest length; a note is only read and has no answer."""

    name: str
    type: QuestionType
    label: Text
    hint: Text | None
    required: bool
    evidence: EvidenceNeed
    choices: dict[str, Text]
    relevant: Condition | None
    min: float | None
    max: float | None
    decimals: int | None
    may_not_apply: bool
    public: bool

    @property
    def takes_answer(self) -> bool:
        return self.type != "note"


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """A form as its definition says."""

    name: str
    version: int
    title: Text
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions by name, in their order."""
        return {one.name: one for section in self.sections for one in section.questions}

    def list_places(self) -> Iterator[tuple[str, Question]]:
        """Return the questions with their places in the definition; places count from 0."""
        for at, section in enumerate(self.sections):
            for index, one in enumerate(section.questions):
                yield f"sections/{at}/questions/{index}", one

    def find_relevant(self, values: dict[str, Any]) -> set[str]:
        """Return the names of the questions to which these answers lead.

        A question depends on earlier ones alone, so that one pass is enough.
        """
        found: set[str] = set()
        for one in self.questions.values():
            condition = one.relevant
            if condition is None or (
                condition.question in found and condition.is_met_by(values.get(condition.question))
            ):
                found.add(one.name)
        return found


def parse_form(content: dict[str, Any]) -> Form:
    """Return the form of a checked definition."""
    sections = tuple(
        Section(one["name"], _read_words(one["title"]), tuple(map(_parse_question, one["questions"])))
        for one in content["sections"]
    )
    return Form(content["name"], content["version"], _read_words(content["title"]), sections)


def _parse_question(raw: dict[str, Any]) -> Question:
    return Question(
        name=raw["name"],
        type=raw["type"],
        label=_read_words(raw["label"]),
        hint=_read_words(raw["hint"]) if "hint" in raw else None,
        required=raw["required"],
        evidence=raw["evidence"],
        choices={one["name"]: _read_words(one["label"]) for one in raw.get("choices", ())},
        relevant=_parse_condition(raw["relevant"]) if "relevant" in raw else None,
        min=raw.get("min"),
        max=raw.get("max"),
        decimals=raw.get("decimals"),
        may_not_apply=raw["may_not_apply"],
        public=raw.get("public", False),
    )


def _parse_condition(raw: dict[str, Any]) -> Condition:
    (operator,) = raw.keys() - {"question"}
    return Condition(raw["question"], operator, raw[operator])


def _read_words(raw: dict[str, str]) -> Text:
    return Text(uk=raw["uk"], en=raw["en"])


# ---- checks ------------------------------------------------------------------------------------------------


def check_definition(content: Any) -> Form:
    """Return the form of a definition. Raises Invalid with the place of each fault.

    A place is the path to it, such as `sections/1/questions/3/choices`; places count from 0.
    """
    faults = list(_find_schema_faults(content))
    if not faults:
        form = parse_form(content)
        faults = [*_find_repeated_names(content), *_find_wrong_questions(form)]
        if not faults:
            return form
    raise Invalid([FieldError(place, code, words) for place, code, words in faults])


Fault = tuple[str, str, str]


@cache
def _get_validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def _find_schema_faults(content: Any) -> Iterator[Fault]:
    for error in sorted(_get_validator().iter_errors(content), key=lambda one: [str(p) for p in one.path]):
        missing = (
            [name for name in error.validator_value if name not in error.instance]
            if error.validator == "required"
            else [None]
        )
        for name in missing:
            parts = [*error.absolute_path, *([] if name is None else [name])]
            yield "/".join(map(str, parts)), _name_fault(error.validator), error.message


def _name_fault(validator: str) -> str:
    return "not_allowed" if validator == "not" else validator


def _find_repeated_names(content: dict[str, Any]) -> Iterator[Fault]:
    sections = content["sections"]
    yield from _find_repeated((f"sections/{at}/name", one["name"]) for at, one in enumerate(sections))
    questions = [
        (f"sections/{at}/questions/{index}", one)
        for at, section in enumerate(sections)
        for index, one in enumerate(section["questions"])
    ]
    yield from _find_repeated((f"{place}/name", one["name"]) for place, one in questions)
    for place, one in questions:
        choices = enumerate(one.get("choices", ()))
        yield from _find_repeated((f"{place}/choices/{at}/name", each["name"]) for at, each in choices)


def _find_repeated(names: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, name in names:
        if name in seen:
            yield place, "repeated", f"{name!r} stands twice"
        seen.add(name)


def _find_wrong_questions(form: Form) -> Iterator[Fault]:
    earlier: dict[str, Question] = {}
    for place, one in form.list_places():
        if one.min is not None and one.max is not None and one.min > one.max:
            yield f"{place}/max", "range", "the largest number is below the smallest"
        if one.relevant is not None:
            yield from _find_wrong_condition(f"{place}/relevant", one.relevant, earlier)
        earlier[one.name] = one


def _find_wrong_condition(place: str, condition: Condition, earlier: dict[str, Question]) -> Iterator[Fault]:
    asked = earlier.get(condition.question)
    if asked is None or not asked.takes_answer:
        yield f"{place}/question", "unknown", f"no earlier question is named {condition.question!r}"
    elif asked.choices:
        wanted: Iterable[Any] = condition.wanted if isinstance(condition.wanted, list) else [condition.wanted]
        for name in wanted:
            if name not in asked.choices:
                yield f"{place}/{condition.operator}", "unknown", f"{asked.name!r} has no choice {name!r}"
