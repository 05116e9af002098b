"""Public pages say the same without JavaScript as the front end says with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polib
import pytest
from django.test import Client
from django.utils.translation import gettext, override, pgettext

from dialogue.models import Thread, ThreadState
from tasks.models import ActionItem
from tests.cast import World
from tests.dialogue.publishing.helpers import a_public_thread
from tests.tasks.helpers import an_item_in
from tests.tasks.promises.test_promises import publish as publish_promise
from viche.config import public_content, public_words

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = Path(public_content.__file__).with_name("templates") / "public"
# The front end fills no description for search engines.
OWN = {"A discussion in the group “%(group)s”. No sign-in is needed to read it."}
PLACEHOLDER, TAG = re.compile(r"%\(\w+\)s|\{\w+\}"), re.compile(r"</?\d>")


def words_of_pages() -> Iterator[tuple[str | None, str]]:
    """Each text of the public pages, with its context where it has one."""
    for module in (public_content, public_words):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
                if node.func.id == "_":
                    yield None, str(texts[0])
                if node.func.id in ("pgettext", "pgettext_lazy"):
                    yield str(texts[0]), str(texts[1])
    for path in TEMPLATES.glob("*.html"):
        yield from ((None, text) for text in re.findall(r'translate "([^"]+)"', path.read_text("utf-8")))


def shape(text: str) -> str:
    """A text without the names of its placeholders, which differ."""
    return PLACEHOLDER.sub("*", TAG.sub("", text))


def test_the_words_are_those_of_the_front_end() -> None:
    catalogue = polib.pofile(str(ROOT / "frontend" / "src" / "locales" / "en.po"))
    known = {(shape(one.msgid), shape(one.msgstr)) for one in catalogue}
    missing = []
    for context, english in words_of_pages():
        with override("uk"):
            ukrainian = pgettext(context, english) if context else gettext(english)
        if english not in OWN and (shape(ukrainian), shape(english)) not in known:
            missing.append((ukrainian, english))
    assert missing == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ("Публічна з 5 березня 2020, закрита", "Строк минув 5 березня 2020")),
        ("en", ("Public since 5 Mar 2020, closed", "Was due on 5 Mar 2020")),
    ],
)
def test_days_are_written_as_the_language_writes_them(
    client: Client, settings: Any, world: World, language: str, words: Sequence[str]
) -> None:
    settings.FRONTEND = ROOT / "frontend"
    thread, item = a_public_thread(world), an_item_in(world, "in_progress")
    publish_promise(world, item)
    day = datetime(2020, 3, 5, 12, tzinfo=UTC)
    Thread.objects.filter(pk=thread.pk).update(public_at=day, closed_at=day, state=ThreadState.CLOSED)
    ActionItem.objects.filter(pk=item.pk).update(due_on=day.date())
    answer = client.get(f"/public/groups/{world.group.pk}", headers={"Accept-Language": language})
    body = answer.content.decode()
    assert [one for one in words if one not in body] == []
