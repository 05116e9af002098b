"""What refuses every token says so: in its declaration, and so in the description of the API."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.architecture.test_default_deny import endpoints
from tests.architecture.test_routes import PARAMETER
from tests.architecture.test_scopes import METHODS
from tests.cast import SYSTEM, World
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import issue_token
from viche.kernel.api import PUBLIC
from viche.kernel.ids import uuid7


@pytest.mark.django_db
def test_a_token_is_refused_where_the_endpoint_says_so_and_nowhere_else(world: World) -> None:
    _token, secret = issue_token(
        actor=SYSTEM, person_id=world.people["facilitator"].pk, name="all", scopes=sorted(list_scopes())
    )
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    wrong = []
    for address, cls in endpoints():
        path = "/" + PARAMETER.sub(lambda found: str(uuid7()) if found[1] == "uuid" else "x", address)
        for method in METHODS:
            if method == "HEAD" or cls.actions.get(method, PUBLIC) is PUBLIC:
                continue
            answer = program.generic(method, path, "{}", "application/json")
            is_refused = answer.status_code == 403 and answer.json()["code"] == "needs_sign_in"
            if is_refused != cls.refuses_tokens(method):
                wrong.append(f"{method} {path}: {answer.status_code}, declared {cls.refuses_tokens(method)}")
    assert wrong == []
