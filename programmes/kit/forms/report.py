"""A completed form as blocks of a report. Call it under `override(language)`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import pgettext

from programmes.kit.forms.definitions import Question, Section
from programmes.kit.forms.filled import FilledForm
from programmes.kit.forms.models import Answer, FormSubmission
from viche.kernel.pdf.report import Block, Group, Heading, Table
from viche.kernel.text import translate_text


def build_form(submission: FormSubmission, language: str, *, for_public: bool) -> list[Block]:
    """Return the questions of a form that were asked, with their answers, a table for each section.

    For the public: only answers to questions that say so, without notes and reasons.
    """
    filled = FilledForm.of(submission)
    blocks: list[Block] = []
    for section in filled.form.sections:
        rows = tuple(_list_rows(filled, section, language, for_public=for_public))
        if rows:
            head = (pgettext("report", "Question"), pgettext("report", "Answer"))
            title = translate_text(section.title, language)
            blocks.append(Group((Heading(title), Table(head, rows, widths=(1, 1)))))
    return [Heading(translate_text(filled.form.title, language)), *blocks] if blocks else []


def _list_rows(
    filled: FilledForm, section: Section, language: str, *, for_public: bool
) -> Iterator[tuple[str, str]]:
    for one in section.questions:
        answer = filled.answers.get(one.name)
        if one.name not in filled.relevant or not one.takes_answer:
            continue
        if for_public and not (one.public and answer is not None and answer.is_given):
            continue
        given = _describe_answer(one, answer, language)
        words = [] if answer is None or for_public else [answer.reason, answer.note]
        yield translate_text(one.label, language), "\n".join([given, *filter(None, words)])


def _describe_answer(question: Question, answer: Answer | None, language: str) -> str:
    if answer is None or not answer.is_given:
        return pgettext("report", "No answer")
    if answer.not_applicable:
        return pgettext("report", "Does not apply")
    return _describe_value(question, answer.value, language)


def _describe_value(question: Question, value: Any, language: str) -> str:
    if question.type == "select_one":
        return translate_text(question.choices[value], language)
    if question.type == "select_multiple":
        return ", ".join(translate_text(question.choices[one], language) for one in value)
    if question.type in ("integer", "decimal"):
        return number_format(value, use_l10n=True)
    if question.type == "date":
        return date_format(date.fromisoformat(value))
    if question.type == "acknowledge":
        return pgettext("report", "Yes")
    return str(value)
