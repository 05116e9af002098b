"""A meeting from its agenda to its minutes: it is convened and held, with a code at the door and a record
that all see live; a decision waits for the quorum; the minutes are remarked on and signed by two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4  # noqa: TID251 - a browser has no kernel

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread
from tests.e2e.stack import run_sql
from tests.e2e.test_decision_story import own_answer, press, send
from tests.e2e.test_eyes_and_thumbs import DESK, PHONE, faults_of, open_page
from tests.e2e.test_story import SOON

Visit = Callable[..., Page]
Partners = dict[str, Partner]
NOTE, CORRECTED = "обстежено 6 з 11 укриттів", "обстежено 7 з 11 укриттів"


@pytest.fixture
def group(partners: Partners) -> Iterator[str]:
    """The id of the group, where the deputy head keeps the record meanwhile."""
    leader = partners["facilitator"]
    pk = str(the_thread(leader)["group"]["id"])
    person = partners["deputy-head"].call("GET", "/me")["id"]

    def change_role(role: str) -> None:
        seats = leader.call("GET", f"/groups/{pk}/members")["items"]
        seat = next(one for one in seats if one["person"]["id"] == person)
        version = {"If-Match": f'"{seat["version"]}"'}
        leader.call("PATCH", f"/groups/{pk}/members/{seat['id']}", json={"role": role}, headers=version)

    change_role("secretary")
    yield pk
    change_role("member")


@pytest.fixture
def decision(partners: Partners, group: str) -> str:
    """The question of a draft that is to be decided at the meeting."""
    question = f"Купуємо генератор? {uuid4().hex[:8]}"
    body = {"title": question, "method": "consent"}
    partners["facilitator"].call("POST", f"/groups/{group}/decisions", json=body, status=201)
    return question


def test_a_meeting_is_held_and_its_minutes_are_signed(
    visit: Visit, partners: Partners, group: str, decision: str
) -> None:
    title, topic = f"Укриття взимку {uuid4().hex[:8]}", f"Обстеження {uuid4().hex[:8]}"
    leader = visit("facilitator@kalynodil.example", viewport=DESK, reduced_motion="reduce")
    phone = visit("officer@kalynodil.example", viewport=PHONE, reduced_motion="reduce")
    meeting = plan(leader, group, title)
    make_the_agenda(leader, phone, meeting, topic, decision)
    convene(leader, phone)

    # Its day comes.
    run_sql(f"UPDATE dialogue_meeting SET starts_at = now() WHERE id = '{meeting.rpartition('/')[2]}'")
    leader.reload()
    press(leader, "Почати засідання", "Почати")
    secretary = visit("deputy-head@kalynodil.example", viewport=DESK, reduced_motion="reduce")
    secretary.goto(meeting)
    check_in(leader, phone)
    leader.get_by_role("button", name=f"Далі: 1. {topic}").click()
    record(secretary, phone)
    leader.get_by_role("button", name=f"Далі: 2. {decision}").click()
    decide(leader, phone, partners["facilitator"], meeting)
    end(secretary)

    minutes = make_minutes(secretary, phone, group)
    sign(leader, secretary, minutes)
    for page in (leader, secretary):
        expect(page.get_by_text(CORRECTED).first).to_be_visible(timeout=SOON)
        expect(page.get_by_text(re.compile("^SHA-256 "))).to_be_visible()
    assert partners["officer"].bytes(f"{minutes}/pdf?language=uk").startswith(b"%PDF")
    assert list(faults_of(leader, DESK, ("light",))) == []


def plan(leader: Page, group: str, title: str) -> str:
    """Plan the meeting; return its path."""
    leader.goto(f"/groups/{group}/meetings")
    leader.get_by_role("button", name="Запланувати засідання").click()
    send(leader, "Запланувати", re.compile("^Назва$"), title)
    expect(leader.get_by_role("heading", level=1, name=title)).to_be_visible()
    return "/meetings/" + leader.url.rpartition("/")[2]


def make_the_agenda(leader: Page, phone: Page, meeting: str, topic: str, decision: str) -> None:
    """A member proposes an item, who leads accepts it and adds the draft that waits."""
    open_page(phone, meeting, anew=True)
    phone.get_by_role("button", name="Запропонувати питання").click()
    send(phone, "Запропонувати", "Про що", topic)
    leader.get_by_role("button", name=f"Дії: {topic}").click(timeout=SOON)
    leader.get_by_role("menuitem", name="До порядку денного").click()
    expect(phone.get_by_text(f"1. {topic}")).to_be_visible(timeout=SOON)
    leader.get_by_role("button", name=f"Додати до порядку денного: {decision}").click()
    expect(phone.get_by_text(f"2. {decision}")).to_be_visible(timeout=SOON)


def convene(leader: Page, phone: Page) -> None:
    press(leader, "Скликати", "Скликати")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Засідання №")
    expect(phone.get_by_role("heading", name="Ви прийдете?")).to_be_visible(timeout=SOON)
    assert list(faults_of(phone, PHONE, ("light", "dark"))) == []
    phone.get_by_role("button", name="Прийду", exact=True).click()
    expect(phone.get_by_role("heading", name="Ваша відповідь")).to_be_visible()


def check_in(leader: Page, phone: Page) -> None:
    """Check in by the code that the room shows."""
    card = phone.get_by_role("region", name="Введіть код з екрана зали")
    expect(card).to_be_visible(timeout=SOON)
    code = leader.get_by_text(re.compile(r"^\d{4}$")).inner_text()
    card.get_by_label("Код").fill(code)
    card.get_by_role("button", name="Позначити присутність").click()
    expect(card).to_have_count(0)
    expect(leader.get_by_role("img", name=re.compile("^Присутні 1 із"))).to_be_visible(timeout=SOON)


def record(secretary: Page, phone: Page) -> None:
    """What the secretary types is seen by the others at once."""
    form = secretary.get_by_role("form", name="Запис до протоколу")
    form.get_by_label("Текст").fill(NOTE)
    form.get_by_role("button", name=re.compile("^Записати")).click()
    expect(phone.get_by_text(NOTE)).to_be_visible(timeout=SOON)
    assert list(faults_of(phone, PHONE, ("light", "dark"))) == []
    assert list(faults_of(secretary, DESK, ("light",))) == []


def decide(leader: Page, phone: Page, partner: Partner, meeting: str) -> None:
    """Open the decision; without a quorum it is not counted, with one it is."""
    leader.get_by_role("button", name="Почати збирати відповіді").click()
    count = leader.get_by_role("button", name="Закрити й порахувати")
    expect(count).to_be_disabled()
    expect(leader.get_by_text("Кворуму немає.")).to_be_visible()
    gather(partner, meeting)
    expect(phone.get_by_text("Кворуму немає.")).to_have_count(0, timeout=SOON)

    phone.get_by_role("link", name="Відповісти", exact=True).click()
    box = own_answer(phone)
    box.get_by_role("radio", name="Згода", exact=True).check()
    box.get_by_role("button", name="Надіслати відповідь").click()
    expect(box.get_by_role("button", name="Змінити відповідь")).to_be_visible()
    count.click()
    expect(phone.get_by_text("Пропозицію ухвалено.")).to_be_visible(timeout=SOON)


def gather(partner: Partner, meeting: str) -> None:
    """Check seats in until there is a quorum."""
    found: dict[str, Any] = partner.call("GET", meeting)
    for seat in found["seats"]:
        if not seat["is_present"] and not found["quorum"]["is_met"]:
            partner.call("PUT", f"{meeting}/seats/{seat['membership_id']}", json={"is_present": True})
            found = partner.call("GET", meeting)


def end(secretary: Page) -> None:
    secretary.get_by_role("button", name="Ще", exact=True).click()
    secretary.get_by_role("menuitem", name="Завершити засідання…").click()
    secretary.get_by_role("dialog").get_by_role("button", name="Завершити", exact=True).click()
    expect(secretary.get_by_role("dialog")).to_have_count(0)


def make_minutes(secretary: Page, phone: Page, group: str) -> str:
    """Make the minutes, take a remark, and send them for signature; return their path."""
    press(secretary, "Скласти протокол", "Скласти протокол")
    expect(secretary.get_by_role("heading", level=1)).to_contain_text("Протокол, проєкт")
    path = "/minutes/" + secretary.url.rpartition("/")[2]
    press(secretary, "Запросити зауваження", "Запросити")

    open_page(phone, path, anew=True)
    phone.get_by_role("button", name="Зауваження до рядка").first.click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("Що не так").fill("Укриттів обстежили сім")
    send(phone, "Додати зауваження", "Як має бути", CORRECTED)
    secretary.get_by_role("button", name="Прийняти правку").click(timeout=SOON)
    expect(phone.get_by_text("Прийнято, текст виправлено")).to_be_visible(timeout=SOON)
    assert list(faults_of(phone, PHONE, ("light", "dark"))) == []
    assert list(faults_of(secretary, DESK, ("light",))) == []

    # The days for remarks pass.
    run_sql(f"UPDATE dialogue_minutes SET remarks_until = now() WHERE id = '{path.rpartition('/')[2]}'")
    secretary.reload()
    secretary.get_by_role("button", name="Передати на підпис").click()
    return path


def sign(leader: Page, secretary: Page, minutes: str) -> None:
    press(secretary, "Підписати", "Підписати")
    leader.goto(minutes)
    press(leader, "Підписати", "Підписати")
