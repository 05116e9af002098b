"""A restricted thread of which its group knows: one asks, is let in, and hears what is said from then on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4  # noqa: TID251 - a browser has no kernel

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread
from tests.e2e.test_story import SOON, said, words, write

Visit = Callable[..., Page]


@pytest.fixture
def restricted(partners: dict[str, Partner]) -> dict[str, Any]:
    """A thread for the council and whoever leads it, of which nobody else knows yet."""
    leader, group = partners["facilitator"], the_thread(partners["officer"])["group"]
    named = partners["council"].call("GET", "/me/mandates")["items"][0]["organisation"]["id"]
    thread = {"title": f"Охорона {uuid4().hex[:8]}", "purpose": "consult"}
    body = {**thread, "visibility": "restricted", "organisations": [named]}
    made: dict[str, Any] = leader.call("POST", f"/groups/{group['id']}/threads", json=body, status=201)
    return made


def test_who_is_let_in_reads_at_once_and_hears_what_comes(visit: Visit, restricted: dict[str, Any]) -> None:
    title, why, answer = restricted["title"]["uk"], words(), words()
    member = visit("deputy-head@kalynodil.example", viewport={"width": 360, "height": 740})
    member.goto(f"/groups/{restricted['group']['id']}/threads")
    expect(member.get_by_role("heading", level=1)).to_be_visible()
    expect(member.get_by_text(title)).to_have_count(0)

    leader = visit("facilitator@kalynodil.example")
    leader.goto(f"/threads/{restricted['id']}")
    leader.get_by_role("button", name="Ще дії з темою").click()
    leader.get_by_role("menuitem", name="Змінити, хто бачить").click()
    leader.get_by_label("Названі, а решта групи знає, що тема є").check()
    leader.get_by_role("button", name="Зберегти", exact=True).click()
    expect(leader.get_by_text("Збережено")).to_be_visible()

    # The list of the group learns of it live; its door says who leads, and opens to nobody by itself.
    row = member.get_by_role("button", name=f"Попросити доступ: {title}")
    expect(row).to_be_visible(timeout=SOON)
    member.goto(f"/threads/{restricted['id']}")
    member.get_by_role("button", name=f"Попросити доступ: {title}").click()
    member.get_by_label("Чому вам потрібна ця тема").fill(why)
    member.get_by_role("button", name="Надіслати прохання").click()
    expect(member.get_by_text(re.compile("^Ви попросили доступ"))).to_be_visible()
    assert member.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    expect(leader.get_by_text(why)).to_be_visible(timeout=SOON)
    leader.get_by_role("button", name=re.compile("^Дати доступ: ")).click()
    leader.get_by_role("dialog").get_by_role("button", name="Дати доступ").click()
    expect(leader.get_by_text(why)).to_have_count(0)

    # By itself: nobody loads the page anew.
    expect(member.get_by_label("Текст повідомлення")).to_be_visible(timeout=SOON)
    write(leader, answer)
    expect(said(member, answer)).to_have_count(1, timeout=SOON)
