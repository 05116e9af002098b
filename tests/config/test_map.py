"""How maps are drawn: by our own outline, until the settings name somebody's tiles."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from tests.accounts.conftest import bearer, token_of
from tests.cast import World
from viche.config.security import ContentPolicyMiddleware

MAP = "/api/v1/map"
STYLE = "https://tiles.example.org/style.json"


@pytest.mark.django_db
def test_whoever_is_signed_in_learns_how_maps_are_drawn(world: World, settings: Settings) -> None:
    assert Client().get(MAP).status_code == 401
    headers = bearer(token_of(world.people["facilitator"]))
    assert Client().get(MAP, headers=headers).json() == {"style": ""}
    settings.MAP_STYLE = STYLE
    assert Client().get(MAP, headers=headers).json() == {"style": STYLE}


def test_without_tiles_a_page_may_ask_nobody_else(settings: Settings) -> None:
    policy = ContentPolicyMiddleware(lambda _request: HttpResponse())(RequestFactory().get("/"))
    directives = dict(
        part.strip().partition(" ")[::2] for part in policy["Content-Security-Policy"].split(";")
    )
    own = {origin.replace("http", "ws", 1) for origin in settings.ORIGINS}
    assert set(directives["connect-src"].split()) == {"'self'", *own}
    assert "worker-src" not in directives
    assert directives["default-src"] == "'self'"
