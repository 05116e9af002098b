"""In which language people are greeted, and that the one they choose holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner

WATCHER = "observer@kalynodil.example"
NAMES = {"uk": "Тетяна Лисенко", "en": "Tetiana Lysenko"}
CHOICES = {"uk": "Українська", "en": "English"}


def sign_in_as_watcher(page: Page, language: str) -> None:
    page.get_by_role("button", name=NAMES[language]).click()
    # Only then the language of the account is stored: what is shown before is what was shown already.
    expect(page.get_by_role("navigation").first).to_be_visible()


def expect_language(page: Page, language: str) -> None:
    heading = {"uk": "Сьогодні", "en": "Today"}[language]
    expect(page.get_by_role("link", name=heading).first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("uk-UA", "uk"), ("pl-PL", "uk")])
def test_a_visitor_is_greeted_in_the_language_of_the_browser(
    visit: Callable[..., Page], partners: dict[str, Partner], locale: str, language: str
) -> None:
    groups = partners["facilitator"].call("GET", "/groups")["items"]
    public = next(one for one in groups if one["visibility"] == "public")
    page = visit(locale=locale)

    page.goto("/sign-in")
    expect(page.get_by_role("heading", level=1)).to_have_text({"uk": "Вхід", "en": "Sign in"}[language])
    expect(page.locator("html")).to_have_attribute("lang", language)

    page.goto(f"/public/groups/{public['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(public["name"][language])
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_language_chosen_before_sign_in_becomes_that_of_the_account(
    visit: Callable[..., Page], partners: dict[str, Partner]
) -> None:
    groups = partners["facilitator"].call("GET", "/groups")["items"]
    public = next(one for one in groups if one["visibility"] == "public")
    page, elsewhere = visit(), visit()
    try:
        page.goto(f"/public/groups/{public['id']}")
        page.get_by_role("button", name="English").click()
        page.get_by_role("link", name="Sign in").click()
        with page.expect_response(
            lambda answer: answer.request.method == "PATCH" and answer.url.endswith("/me")
        ):
            sign_in_as_watcher(page, "en")
        expect_language(page, "en")
        page.reload()
        expect_language(page, "en")

        elsewhere.goto("/sign-in")
        sign_in_as_watcher(elsewhere, "uk")
        expect_language(elsewhere, "en")
    finally:
        page.goto("/settings")
        page.get_by_role("radio", name=CHOICES["uk"]).click()
        expect(page.locator("html")).to_have_attribute("lang", "uk")


def test_the_language_of_the_account_wins_over_that_of_the_browser(visit: Callable[..., Page]) -> None:
    page = visit(locale="en-GB")

    page.goto("/sign-in")
    sign_in_as_watcher(page, "en")

    expect_language(page, "uk")
