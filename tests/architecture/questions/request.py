"""A request of the permission matrix, and what it goes through: one that is right in everything but, maybe,
who asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve

from tests.architecture.stages.stage import Stage
from viche.kernel.clock import now, today


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its address, under /api/v1/ unless it begins with a slash, and what it says."""

    method: str
    path: str
    body: Any = None
    version: int | None = None  # for If-Match, where it is not that of the object itself
    names_it: bool = False  # the object stands in the body: for whom it does not exist, that is a wrong field
    parts: Mapping[str, Any] | None = None  # of a form with a file, instead of JSON


Ask = Callable[[Stage, Any], Asked]


def later(days: int) -> str:
    return (now() + timedelta(days=days)).isoformat()


def day(days: int) -> str:
    return (today("Europe/Kyiv") + timedelta(days=days)).isoformat()


def to(path: str, method: str = "GET", **body: Any) -> Ask:
    """A request about the object itself; `{pk}` in the path is its id."""
    return lambda _stage, obj: Asked(method, path.format(pk=obj.pk), body or None)


def move(path: str, state: str, **body: Any) -> Ask:
    return to(f"{path}/{{pk}}/transitions", "POST", to=state, **body)


class Line:
    """What somebody's requests go through: their browser, or a program with their token."""

    def __init__(self, stage: Stage, role: str) -> None:
        self._client = Client()
        self._headers: dict[str, str] = {}
        if role in stage.keys:
            self._headers = {"Authorization": f"Bearer {stage.keys[role].secret}"}
        elif (person := stage.person(role)) is not None:
            self._client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])

    def ask(self, asked: Asked, version: int | None = None) -> int:
        """The status of the answer. `version` is that of the object, for If-Match."""
        return int(self.send(asked, version).status_code)

    def read(self, asked: Asked) -> tuple[int, str]:
        """Status and text of the answer."""
        answer = self.send(asked)
        return answer.status_code, answer.content.decode()

    def send(self, asked: Asked, version: int | None = None) -> Any:
        """The whole answer."""
        known = version if asked.version is None else asked.version
        headers = self._headers | ({} if known is None else {"If-Match": f'"{known}"'})
        path = asked.path if asked.path.startswith("/") else f"/api/v1/{asked.path}"
        answer = self._client.generic(asked.method, path, *_said(asked), headers=headers)
        if answer.status_code == 201:
            assert hasattr(resolve(answer["Location"]).func, "cls"), f"{path} made {answer['Location']}"
        return answer


def _said(asked: Asked) -> tuple[str | bytes, str]:
    """What a request says, and in which form."""
    if asked.parts is not None:
        return encode_multipart(BOUNDARY, dict(asked.parts)), MULTIPART_CONTENT
    return "" if asked.body is None else json.dumps(asked.body), "application/json"
