"""In which language and time zone a request is answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.accounts.conftest import MakePerson, bearer, sit_down, token_of
from viche.accounts.middleware import PreferencesMiddleware
from viche.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "uk"),
        ("en", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("de, uk;q=0.5", "uk"),
        ("de", "uk"),
        ("*", "uk"),
        ("x" * 5000, "uk"),
    ],
)
def test_a_stranger_is_answered_by_header_or_in_ukrainian(accepted: str | None, language: str) -> None:
    answer = Client().get("/api/v1/me", headers={"Accept-Language": accepted} if accepted else {})
    assert answer.status_code == 401
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]
    assert answer.json()["title"] == {"uk": "Спершу увійдіть", "en": "Sign in first"}[language]


def test_the_persons_choice_goes_before_the_header(make_person: MakePerson) -> None:
    english = sit_down(make_person(language="en"))
    refused = english.patch(
        "/api/v1/me", {}, content_type="application/json", headers={"Accept-Language": "uk"}
    )
    assert refused["Content-Language"] == "en"
    assert refused.json()["title"] == "Say which version you change"


def test_a_script_chooses_by_header(make_person: MakePerson) -> None:
    headers = bearer(token_of(make_person(language="uk"), "files:read"))
    refused = Client().get("/api/v1/me", headers={**headers, "Accept-Language": "en"})
    assert refused.json()["title"] == "This is not permitted"


def test_a_token_goes_before_a_cookie_in_this_too(make_person: MakePerson) -> None:
    person = make_person(language="uk")
    both = sit_down(person)
    headers = {**bearer(token_of(person, "files:read")), "Accept-Language": "en"}
    assert both.get("/api/v1/me", headers=headers)["Content-Language"] == "en"
    del headers["Accept-Language"]
    assert both.get("/api/v1/me", headers=headers)["Content-Language"] == "uk"


def test_the_time_zone_is_the_persons_for_this_request_alone(rf: Any, make_person: MakePerson) -> None:
    seen: list[str] = []

    def view(_request: Any) -> Any:
        seen.append(f"{timezone.get_current_timezone_name()} {translation.get_language()}")
        return Client().get("/healthz")

    before = (timezone.get_current_timezone_name(), translation.get_language())
    person: User = make_person(time_zone="Europe/Lisbon", language="en")
    request = rf.get("/")
    request.user, request.session = person, None
    PreferencesMiddleware(view)(request)
    assert seen == ["Europe/Lisbon en"]
    assert (timezone.get_current_timezone_name(), translation.get_language()) == before
