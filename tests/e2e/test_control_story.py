"""An unannounced visit to the police: two monitors declare, one fills in the protocol on a phone whose line
is cut, another organisation signs the report off, and the police reply. They see nothing before the report.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread
from tests.e2e.test_recommendation_story import PHONE, take

Visit = Callable[..., Page]
Partners = dict[str, Partner]
SOON = 60_000  # milliseconds: until a browser that has a line again has sent what waits


class Control:
    """A control that the expert leads, and what is done in it by the API."""

    def __init__(self, partners: Partners) -> None:
        self.partners = partners
        group = the_thread(partners["expert"])["group"]["id"]
        begun = {
            "title": "Візит до ізолятора без попередження",
            "mechanism": "visit",
            "announced": False,
            "authority_organisation": self._mandate_of("officer")["organisation"]["id"],
        }
        made = partners["expert"].call("POST", f"/groups/{group}/controls", json=begun, status=201)
        self.path = f"/dossiers/{made['id']}"
        for monitor in ("deputy-head", "ses"):
            self.name("monitor", mandate=self._mandate_of(monitor)["id"])
        self.name("reviewer", organisation=self._mandate_of("youth")["organisation"]["id"])

    def _mandate_of(self, name: str) -> Any:
        return self.partners[name].call("GET", "/me/mandates")["items"][0]

    def find(self, role: str, nth: int = 0) -> str:
        """Return the id of a participant."""
        named = self.partners["expert"].call("GET", self.path)["participants"]
        return str([one["id"] for one in named if one["role"] == role][nth])

    def add(self, part: str, by: str = "expert", **body: Any) -> Any:
        return self.partners[by].call("POST", f"{self.path}/{part}", json=body, status=201)

    def change(self, method: str, part: str, by: str = "expert", status: int = 200, **body: Any) -> Any:
        one = self.partners[by]
        headers = one.version(self.path)
        return one.call(method, f"{self.path}/{part}", json=body, headers=headers, status=status)

    def name(self, role: str, **who: str) -> None:
        self.change("POST", "participants", status=201, role=role, **who)


@pytest.fixture
def control(partners: Partners) -> Control:
    return Control(partners)


def test_an_unannounced_control_is_prepared_conducted_reported_and_replied_to(
    visit: Visit, partners: Partners, control: Control
) -> None:
    partners["officer"].call("GET", control.path, status=404)
    desk, phone = visit("expert@kalynodil.example"), visit("deputy-head@kalynodil.example", viewport=PHONE)
    desk.goto(control.path)
    declare(phone, control)
    control.change("PUT", f"participants/{control.find('monitor', 1)}/interests", by="ses", has_tie=False)
    letter = control.add("evidence", kind="link", title="Мандат", url="https://example.org/mandate")
    control.change("PATCH", "control", mandate_letter=letter["id"])

    fill_in_protocol(phone)
    (form,) = partners["expert"].call("GET", f"{control.path}/forms")["items"]
    partners["expert"].call("PUT", f"{control.path}/forms/{form['submission_id']}/completion", json={})
    desk.goto(control.path)
    take(desk, "Контроль проведено")
    control.add("findings", by="ses", title="Моніторів не пустили", text="Черговий не відчинив дверей.")
    control.add("editions")
    control.change("POST", "sign-offs", status=201, participant_id=control.find("reviewer"))

    reviewer = visit("youth@kalynodil.example")
    reviewer.goto(control.path)
    take(reviewer, "Погодити звіт")
    partners["officer"].call("GET", control.path, status=404)
    desk.goto(control.path)
    take(desk, "Надіслати звіт")

    officer = visit("officer@kalynodil.example")
    officer.goto(control.path)
    officer.get_by_role("button", name="Відповісти на звіт").click()
    dialog = officer.get_by_role("dialog")
    dialog.get_by_role("radio", name="Відповідь по суті").check()
    dialog.get_by_label("Текст").fill("Чергового навчено: моніторів із мандатом пускають одразу.")
    dialog.get_by_role("button", name="Надіслати відповідь").click()
    expect(dialog).to_have_count(0)
    expect(desk.get_by_text("Чергового навчено").first).to_be_visible()


def declare(phone: Page, control: Control) -> None:
    phone.goto(control.path)
    phone.get_by_role("button", name="Заявити про інтереси").first.click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("radio", name="Конфлікту інтересів немає").check()
    dialog.get_by_role("button", name="Заявити").click()
    expect(dialog).to_have_count(0)


def fill_in_protocol(phone: Page) -> None:
    """Answer that nobody was let in, while there is no line, and why, once it is back."""
    phone.get_by_role("button", name="Почати").click()
    phone.get_by_role("link", name="А. Доступ і документи").click()
    phone.get_by_role("checkbox", name="Підтверджую").click()
    saved = phone.get_by_text("Збережено")
    expect(saved).to_have_count(1)
    phone.context.set_offline(True)
    phone.get_by_role("radio", name="Ні", exact=True).click()
    expect(phone.get_by_text("1 відповідь чекає зв’язку")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.context.set_offline(False)
    expect(saved).to_have_count(2, timeout=SOON)
    why = phone.get_by_role("textbox", name="Чим пояснили відмову?")
    why.fill("Сказали, що не знають про мандат.")
    why.blur()
    expect(saved).to_have_count(3)
