"""A form as blocks of a report. Call it under `override(language)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import pgettext

from programmes.kit.forms.definitions import NOTE, Question
from programmes.kit.forms.filled import FilledForm
from programmes.kit.forms.models import FormSubmission
from viche.kernel.pdf.report import Block, Group, Heading, Table
from viche.kernel.text import translate_text


def build_form(submission: FormSubmission, language: str, *, for_public: bool) -> list[Block]:
    """Return the questions of a form that were asked, with their answers, a table for each section.

    For the public: only answers to questions that say so, without notes and reasons.
    """
    filled, blocks = FilledForm.of(submission), list[Block]()
    head = (pgettext("report", "Question"), pgettext("report", "Answer"))
    for section in filled.form.content["sections"]:
        rows = tuple(_list_rows(filled, section, language, for_public=for_public))
        if rows:
            title = Heading(translate_text(section["title"], language))
            blocks.append(Group((title, Table(head, rows, widths=(1, 1)))))
    return [Heading(translate_text(filled.form.content["title"], language)), *blocks] if blocks else []


def _list_rows(
    filled: FilledForm, section: Mapping[str, Any], language: str, *, for_public: bool
) -> Iterator[tuple[str, str]]:
    for one in section["questions"]:
        if one["name"] not in filled.relevant or one["type"] == NOTE:
            continue
        if for_public and not (one.get("public") and filled.is_answered(one["name"])):
            continue
        answer, label = filled.answers.get(one["name"]), translate_text(one["label"], language)
        if answer is None or not answer.is_given:
            given = pgettext("report", "No answer")
        elif answer.not_applicable:
            given = pgettext("report", "Does not apply")
        else:
            given = _describe_value(one, answer.value, language)
        words = [] if answer is None or for_public else [answer.reason, answer.note]
        yield label, "\n".join([given, *filter(None, words)])


def _describe_value(question: Question, value: Any, language: str) -> str:
    if "choices" in question:
        chosen = value if isinstance(value, list) else [value]
        found = (one["label"] for one in question["choices"] if one["name"] in chosen)
        return ", ".join(translate_text(one, language) for one in found)
    if question["type"] in ("integer", "decimal"):
        return number_format(value, use_l10n=True)
    if question["type"] == "date":
        return date_format(date.fromisoformat(value))
    return pgettext("report", "Yes") if question["type"] == "acknowledge" else str(value)
