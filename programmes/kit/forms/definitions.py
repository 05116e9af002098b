"""Definitions of forms: questions as data in versions, with XLSForm's types, checked before they are used.

`definition_schema.json` says how one looks. What a JSON Schema cannot say is checked here: names that stand
twice, and conditions on questions or choices that do not exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from viche.kernel.errors import FieldError, Invalid

SCHEMA_FILE = Path(__file__).with_name("definition_schema.json")
NOTE = "note"
"""The type of a question that is only read, and has no answer."""

Question = Mapping[str, Any]
Fault = tuple[str, str, str]


@dataclass(frozen=True)
class Form:
    """A form by its checked definition."""

    content: Mapping[str, Any]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions by name, in their order."""
        return {one["name"]: one for _place, one in self.list_places()}

    def list_places(self) -> Iterator[tuple[str, Question]]:
        """Return the questions with their places in the definition; places count from 0."""
        for at, section in enumerate(self.content["sections"]):
            for index, one in enumerate(section["questions"]):
                yield f"sections/{at}/questions/{index}", one

    def find_relevant(self, values: Mapping[str, Any]) -> set[str]:
        """Return the names of the questions to which these answers lead.

        A question depends on earlier ones alone, so that one pass is enough.
        """
        found: set[str] = set()
        for name, one in self.questions.items():
            condition = one.get("relevant")
            if condition is None or (
                condition["question"] in found and is_met(condition, values.get(condition["question"]))
            ):
                found.add(name)
        return found


def parse_condition(raw: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return the operator of a condition (is, is_not, any_of) and what it names."""
    (operator,) = raw.keys() - {"question"}
    return operator, raw[operator] if operator == "any_of" else [raw[operator]]


def is_met(condition: Mapping[str, Any], value: Any) -> bool:
    """Return whether an answer meets a condition. Without an answer none is met."""
    operator, wanted = parse_condition(condition)
    given = value if isinstance(value, list) else [value]
    return value is not None and any(one in wanted for one in given) is (operator != "is_not")


# ---- checks ------------------------------------------------------------------------------------------------


def check_definition(content: Any) -> Form:
    """Return the form of a definition. Raises Invalid with the place of each fault.

    A place is the path to it, such as `sections/1/questions/3/choices`.
    """
    faults = list(_find_schema_faults(content))
    form = Form(content)
    faults = faults or [*_find_repeated_names(form), *_find_wrong_questions(form)]
    if faults:
        raise Invalid([FieldError(*fault) for fault in faults])
    return form


@cache
def _get_validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def _find_schema_faults(content: Any) -> Iterator[Fault]:
    for error in sorted(_get_validator().iter_errors(content), key=lambda one: [str(p) for p in one.path]):
        code, place = str(error.validator), [str(one) for one in error.absolute_path]
        needed = error.validator_value if code == "required" else ()
        for missing in [[one] for one in needed if one not in error.instance] or [[]]:
            yield "/".join(place + missing), code, error.message


def _find_repeated_names(form: Form) -> Iterator[Fault]:
    sections = enumerate(form.content["sections"])
    yield from _find_repeated((f"sections/{at}", one) for at, one in sections)
    yield from _find_repeated(form.list_places())
    for place, one in form.list_places():
        choices = enumerate(one.get("choices", ()))
        yield from _find_repeated((f"{place}/choices/{at}", choice) for at, choice in choices)


def _find_repeated(things: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, one in things:
        if one["name"] in seen:
            yield f"{place}/name", "repeated", f"{one['name']!r} stands twice"
        seen.add(one["name"])


def _find_wrong_questions(form: Form) -> Iterator[Fault]:
    earlier: dict[str, Question] = {}
    for place, one in form.list_places():
        if one.get("min", 0) > one.get("max", one.get("min", 0)):
            yield f"{place}/max", "range", "the largest number is below the smallest"
        if "relevant" in one:
            yield from _find_wrong_condition(f"{place}/relevant", one["relevant"], earlier)
        earlier[one["name"]] = one


def _find_wrong_condition(
    place: str, condition: Mapping[str, Any], earlier: Mapping[str, Question]
) -> Iterator[Fault]:
    name, (operator, wanted) = condition["question"], parse_condition(condition)
    if name not in earlier or earlier[name]["type"] == NOTE:
        yield f"{place}/question", "unknown", f"no earlier question is named {name!r}"
    elif "choices" in earlier[name]:
        known = [one["name"] for one in earlier[name]["choices"]]
        for unknown in (one for one in wanted if one not in known):
            yield f"{place}/{operator}", "unknown", f"{name!r} has no choice {unknown!r}"
