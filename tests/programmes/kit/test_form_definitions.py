"""Definitions of forms: what is refused and where, how they are imported, and what a report shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.utils.translation import override

from programmes.kit.forms.definitions import check_definition
from programmes.kit.forms.imports import import_registered_forms, list_registered_files, read_definition
from programmes.kit.forms.report import build_form
from programmes.kit.forms.services import import_form
from programmes.kit.registry import PROGRAMMES
from programmes.models import FormDefinition
from programmes.recommendations.policies import KIND
from tests.cast import SYSTEM, World
from tests.programmes.kit.forms import (
    NAME,
    a_definition,
    a_started_form,
    ask,
    choices,
    kind_with_forms,
    reply,
)
from viche.kernel.disclosure import find_personal_data
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.pdf.report import Group, Report, Table, render_report

Change = Callable[[dict[str, Any]], object]


def question(form: dict[str, Any], section: int, index: int) -> dict[str, Any]:
    found: dict[str, Any] = form["sections"][section]["questions"][index]
    return found


def add(*parts: dict[str, Any]) -> Change:
    return lambda form: form["sections"][1]["questions"].extend(parts)


def change(section: int, index: int, **facts: Any) -> Change:
    return lambda form: question(form, section, index).update(facts)


def places_of(content: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        check_definition(content)
    return [(one.pointer, one.code) for one in refused.value.errors]


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda form: form.update(schema=2), ("schema", "const")),
        (lambda form: form.pop("title"), ("title", "required")),
        (lambda form: form["title"].pop("en"), ("title/en", "required")),
        (lambda form: form["title"].update(en=" "), ("title/en", "pattern")),
        (lambda form: form.update(author="Я"), ("", "additionalProperties")),
        (lambda form: form.update(version=0), ("version", "minimum")),
        (lambda form: form.update(sections=[]), ("sections", "minItems")),
        (change(1, 6, type="barcode"), ("sections/1/questions/6/type", "enum")),
        (change(1, 1, name="Кімнати"), ("sections/1/questions/1/name", "pattern")),
        (lambda form: question(form, 0, 0).pop("choices"), ("sections/0/questions/0/choices", "required")),
        (change(1, 1, choices=choices("a", "b")), ("sections/1/questions/1/choices", "not")),
        (change(0, 0, choices=choices("a")), ("sections/0/questions/0/choices", "minItems")),
        (change(1, 3, choices=choices("a", "a")), ("sections/1/questions/3/choices/1/name", "repeated")),
        (change(1, 1, decimals=1), ("sections/1/questions/1/decimals", "not")),
        (lambda form: question(form, 1, 2).pop("decimals"), ("sections/1/questions/2/decimals", "required")),
        (change(1, 1, min=0.5), ("sections/1/questions/1/min", "type")),
        (change(1, 1, min=60), ("sections/1/questions/1/max", "range")),
        (change(0, 1, max=4001), ("sections/0/questions/1/max", "maximum")),
        (change(0, 1, min=1), ("sections/0/questions/1/min", "not")),
        (change(1, 0, required=True), ("sections/1/questions/0/required", "const")),
        (change(1, 0, evidence="required"), ("sections/1/questions/0/evidence", "const")),
        (change(1, 1, name="admitted"), ("sections/1/questions/1/name", "repeated")),
        (lambda form: form["sections"][1].update(name="access"), ("sections/1/name", "repeated")),
        (
            change(0, 1, relevant={"question": "button", "is": "works"}),
            ("sections/0/questions/1/relevant/question", "unknown"),
        ),
        (
            change(1, 1, relevant={"question": "intro", "is": "так"}),
            ("sections/1/questions/1/relevant/question", "unknown"),
        ),
        (
            change(0, 1, relevant={"question": "admitted", "any_of": ["no", "never"]}),
            ("sections/0/questions/1/relevant/any_of", "unknown"),
        ),
        (
            change(0, 1, relevant={"question": "admitted", "is": "no", "is_not": "yes"}),
            ("sections/0/questions/1/relevant", "maxProperties"),
        ),
    ],
)
def test_a_fault_is_named_by_its_place(spoil: Change, fault: tuple[str, str]) -> None:
    content = a_definition()
    spoil(content)
    assert places_of(content) == [fault]


def test_all_faults_are_named_at_once() -> None:
    content = a_definition(version="1")
    question(content, 0, 0).pop("choices")
    assert places_of(content) == [("sections/0/questions/0/choices", "required"), ("version", "type")]
    assert places_of([]) == [("", "type")]


@pytest.mark.parametrize(
    ("relevant", "values", "asked"),
    [
        ({"question": "languages", "is": "en"}, {"languages": ["uk", "en"]}, True),
        ({"question": "languages", "is_not": "en"}, {"languages": ["uk", "en"]}, False),
        ({"question": "languages", "is_not": "en"}, {"languages": ["uk"]}, True),
        ({"question": "languages", "is_not": "en"}, {}, False),
        ({"question": "languages", "any_of": ["en", "crh"]}, {"languages": ["crh"]}, True),
        ({"question": "rooms", "is": 2}, {"rooms": 2}, True),
        ({"question": "agreed", "is": True}, {}, False),
        ({"question": "why_not", "is": "так"}, {"admitted": "yes", "why_not": "так"}, False),
    ],
)
def test_a_condition_leads_to_a_question(relevant: Any, values: dict[str, Any], asked: bool) -> None:
    content = a_definition()
    add(ask("last", "text", relevant=relevant))(content)
    assert ("last" in check_definition(content).find_relevant(values)) is asked


# ---- import ------------------------------------------------------------------------------------------------


def test_the_forms_of_the_programmes_have_no_fault_and_ask_for_no_data_of_people() -> None:
    files = list(list_registered_files())
    assert files
    for path in files:
        content = check_definition(read_definition(path)).content
        assert path.stem == f"{content['name']}-{content['version']}"
        assert find_personal_data(path.read_text()) == []
    named = {path.stem.rpartition("-")[0] for path in files}
    assert {use.name for one in PROGRAMMES.values() for use in one.forms} <= named


@pytest.mark.django_db
def test_the_forms_of_the_programmes_come_with_the_migrations() -> None:
    before = FormDefinition.objects.count()
    assert before == len(list(list_registered_files()))
    import_registered_forms()
    assert FormDefinition.objects.count() == before


@pytest.mark.django_db
def test_a_version_that_was_imported_never_changes() -> None:
    definition, is_new = import_form(actor=SYSTEM, content=a_definition())
    assert is_new
    assert import_form(actor=SYSTEM, content=a_definition()) == (definition, False)
    with pytest.raises(Conflict, match="form_version_known"):
        import_form(actor=SYSTEM, content=a_definition(title={"uk": "Інша", "en": "Other"}))
    assert import_form(actor=SYSTEM, content=a_definition(version=2))[1]
    with pytest.raises(ProgrammingError), transaction.atomic():
        FormDefinition.objects.filter(pk=definition.pk).update(version=3)
    with pytest.raises(ProgrammingError), transaction.atomic():
        definition.delete()


def run(path: Path, *words: str) -> str:
    said = StringIO()
    call_command("import_form", path, *words, stdout=said, stderr=said)
    return said.getvalue()


@pytest.mark.django_db
def test_the_command_previews_and_imports(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(a_definition()))
    known = FormDefinition.objects.filter(name=NAME)
    said = run(path, "--check").splitlines()
    assert (said[0], said[2], said[-1]) == (
        f"{NAME}-1: Огляд",
        "  Приміщення: questions 8, required 1, with required evidence 1",
        "would be imported",
    )
    assert not known.exists()
    assert run(path).splitlines()[-1] == "imported"
    assert run(path).splitlines()[-1] == "unchanged"
    assert known.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "This is not valid JSON"),
        ('{"name": 1, "name": 2}', "twice"),
        (json.dumps(a_definition(version="1")), "version: '1' is not of type 'integer'"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    path, said = tmp_path / "form.json", StringIO()
    path.write_text(text)
    with override("en"), pytest.raises(CommandError) as refused:
        call_command("import_form", path, stdout=said, stderr=said)
    assert told in said.getvalue() + str(refused.value)
    with pytest.raises(CommandError):
        run(tmp_path / "none.json")


# ---- report ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_report_shows_what_was_asked_and_the_public_one_what_may_be_published(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROGRAMMES, KIND, kind_with_forms())
    submission = a_started_form(world)
    reply(world, submission, "admitted", value="yes", note="Зачекали")
    reply(world, submission, "temperature", value=18.5)
    reply(world, submission, "languages", value=["uk", "en"])
    reply(world, submission, "agreed", value=True)
    reply(world, submission, "button", not_applicable=True, reason="Кнопок немає")

    def rows_of(language: str, *, for_public: bool) -> dict[str, str]:
        with override(language):
            blocks = build_form(submission, language, for_public=for_public)
            assert render_report(Report(language, "Звіт", "", "", tuple(blocks)))
        tables = [part for one in blocks if isinstance(one, Group) for part in one.blocks]
        return {row[0]: row[1] for one in tables if isinstance(one, Table) for row in one.rows}

    shown = rows_of("uk", for_public=False)
    assert shown["Про admitted"] == "yes\nЗачекали"
    assert (shown["Про temperature"], shown["Про languages"]) == ("18,5", "uk, en")
    assert shown["Про button"].endswith("\nКнопок немає")
    assert shown.keys().isdisjoint({"Про why_not", "Про intro"})
    assert len(shown) == 8
    assert rows_of("en", for_public=True) == {"Про admitted (en)": "yes (en)"}
