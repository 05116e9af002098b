"""Lists of people, as files and as what is told of them."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from groups.models import Invitation, Mandate, Membership
from tests.cast import World
from tests.groups.initiative_groups.test_api import Browser, browser
from viche.accounts.models import User

UKRAINIAN = [
    "Ім’я та прізвище",
    "Електронна пошта",
    "Організація",
    "Посада",
    "Роль",
    "Останній день",
    "Документ",
]
ENGLISH = ["Name", "E-mail", "Organisation", "Position", "Role", "Last day", "Document"]


def line(email: str, organisation: str = "market", **facts: Any) -> list[Any]:
    """A row of a list."""
    written = {"name": "Лариса Гук", "position": "лікарка", "role": "", "until": "", "document": ""} | facts
    cells = [written["name"], email, f"Організація {organisation} Тут", written["position"]]
    return [*cells, written["role"], written["until"], written["document"]]


def as_csv(
    *rows: Sequence[Any], heading: Sequence[str] = UKRAINIAN, sign: str = ",", encoding: str = "utf-8"
) -> bytes:
    lines = (sign.join(f'"{cell}"' for cell in row) for row in (heading, *rows))
    return "\r\n".join(lines).encode(encoding)


def as_xlsx(*rows: Sequence[Any], heading: Sequence[str] = UKRAINIAN) -> bytes:
    book = Workbook()
    for row in (heading, *rows):
        book.worksheets[0].append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def preview(page: Browser, world: World, content: bytes, name: str = "list.csv") -> tuple[int, Any]:
    answer = page.client.post(
        f"/api/v1/groups/{world.group.pk}/member-lists/preview", {"file": SimpleUploadedFile(name, content)}
    )
    return answer.status_code, json.loads(answer.content)


def checked(page: Browser, world: World, content: bytes, name: str = "list.csv") -> Any:
    status, told = preview(page, world, content, name)
    assert status == 200, told
    return told


def confirmed(page: Browser, world: World, rows: Sequence[Any], **headers: str) -> tuple[int, Any]:
    """Send back what was shown."""
    back = []
    for row in rows:
        kept = {name: value for name, value in row.items() if name != "person"}
        back.append(kept | {"organisation": row["organisation"]["id"]})
    return page.ask("POST", f"groups/{world.group.pk}/member-lists", {"rows": back}, **headers)


def faults(told: Any) -> list[tuple[int, str, str]]:
    return [(one["number"], one["column"], one["code"]) for one in told["faults"]]


def facilitator(world: World) -> Browser:
    return browser(world, "facilitator")


def counts() -> tuple[int, ...]:
    return (
        Membership.objects.count(),
        Mandate.objects.count(),
        Invitation.objects.count(),
        User.objects.count(),
    )
