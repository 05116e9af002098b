"""Every sentence of the product exists in Ukrainian, and its catalogue holds nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from viche.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [
    *(path for path in (ROOT / "platform" / "viche").iterdir() if (path / "locale").is_dir()),
    *(ROOT / name for name in ROOMS),
]
# Where each function has its text.
TEXT_AT = dict.fromkeys(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"), 0)
TEXT_AT |= dict.fromkeys(("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"), 1)
IN_TEMPLATE = re.compile(
    r"""{%\s*(?:trans|translate)\s+"([^"]+)"|{%\s*blocktranslate[^%]*%}(.+?){%""", re.DOTALL
)
# Letters that Russian has and Ukrainian has not, and the apostrophe of a typewriter.
NOT_UKRAINIAN = re.compile(r"[ыэёъЫЭЁЪ]|[а-яіїєґ]['`][а-яіїєґ]", re.IGNORECASE)


def texts_of(room: Path) -> Iterator[str]:
    for path in room.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = TEXT_AT.get(node.func.id, len(node.args))
                yield from (
                    str(one.value) for one in node.args[place : place + 1] if isinstance(one, ast.Constant)
                )
    for path in (*room.rglob("templates/**/*.html"), *room.rglob("templates/**/*.txt")):
        yield from (one or other for one, other in IN_TEMPLATE.findall(path.read_text(encoding="utf-8")))


def catalogue(room: Path) -> polib.POFile:
    return polib.pofile(str(room / "locale" / "uk" / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("room", FOLDERS, ids=lambda room: room.name)
def test_every_text_has_its_ukrainian(room: Path) -> None:
    translated = {entry.msgid for entry in catalogue(room) if entry.translated() and not entry.fuzzy}
    assert set(texts_of(room)) - translated == set()


@pytest.mark.parametrize("room", FOLDERS, ids=lambda room: room.name)
def test_the_catalogue_holds_nothing_else(room: Path) -> None:
    assert {entry.msgid for entry in catalogue(room)} - set(texts_of(room)) == set()


@pytest.mark.parametrize("room", FOLDERS, ids=lambda room: room.name)
def test_the_words_are_ukrainian(room: Path) -> None:
    words = [word for entry in catalogue(room) for word in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [word for word in words if NOT_UKRAINIAN.search(word)] == []


@pytest.mark.parametrize("room", FOLDERS, ids=lambda room: room.name)
def test_placeholders_survive_translation(room: Path) -> None:
    named = re.compile(r"%\((\w+)\)|{(\w+)}")
    for entry in catalogue(room):
        for word in (entry.msgstr, *entry.msgstr_plural.values()):
            if word:
                assert set(named.findall(word)) == set(named.findall(entry.msgid_plural or entry.msgid)), (
                    entry.msgid
                )
