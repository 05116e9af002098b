"""A passkey made and used in a real browser, with Chromium's own virtual authenticator."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def with_a_finger(page: Page) -> None:
    """The device of this page has a sensor, and somebody always touches it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_signs_in_and_is_taken_away(visit: Callable[..., Page]) -> None:
    page = visit("outsider@kalynodil.example", viewport={"width": 360, "height": 740})
    page.goto("/settings/security")
    with_a_finger(page)
    page.get_by_role("button", name="Додати ключ доступу").click()
    page.get_by_label("Назва").fill("Робочий телефон")
    page.get_by_role("button", name="Створити ключ").click()
    codes = page.get_by_role("dialog", name="Резервні коди")
    expect(codes.get_by_role("listitem")).to_have_count(10)
    codes.get_by_role("button", name="Коди збережено").click()
    expect(page.get_by_text("Робочий телефон")).to_be_visible()

    page.get_by_role("button", name="Вийти тут").click()
    page.get_by_role("button", name="Увійти з ключем доступу").click()
    expect(page.get_by_role("navigation").first).to_be_visible()

    page.goto("/settings/security")
    page.get_by_role("button", name="Вилучити ключ доступу «Робочий телефон»").click()
    page.get_by_role("button", name="Вилучити", exact=True).click()
    expect(page.get_by_text("Робочий телефон")).to_have_count(0)
