"""What the tests of this room do over and over."""

from __future__ import annotations

from typing import Any

from tests.cast import World
from tests.dialogue.helpers import api
from viche.kernel.events.outbox import drain_outbox
from viche.search.jobs import learn_new_words


def asking(world: World, by: str, **asked: Any) -> Any:
    """The same of what is indexed by now."""
    return api(world, by).get("search", **asked)


def found(world: World, by: str, q: str, **asked: Any) -> dict[str, Any]:
    """The answer to somebody who looks for something, once everything that happened is indexed."""
    drain_outbox()
    learn_new_words()
    answer = asking(world, by, q=q, **asked)
    assert answer.status_code == 200, answer.content
    page: dict[str, Any] = answer.json()
    return page


def ids(page: dict[str, Any]) -> list[str]:
    return [one["id"] for one in page["items"]]


def hits(pieces: list[dict[str, Any]]) -> list[str]:
    """The words of a text that are marked."""
    return [one["text"] for one in pieces if one["hit"]]


def said(pieces: list[dict[str, Any]]) -> str:
    return "".join(one["text"] for one in pieces)
