"""What a token lacks is told in one way by every address: 403 `needs_scope`, before anything is looked up."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from django.test import Client

from tests.architecture.test_default_deny import endpoints
from tests.architecture.test_routes import PARAMETER
from tests.cast import SYSTEM, World
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import issue_token
from viche.kernel.api import PUBLIC, Endpoint
from viche.kernel.ids import uuid7
from viche.kernel.policy import list_policies, scopes_for

# Methods for which a token needs no scope of their own, each with its reason.
WITHOUT_SCOPE = {
    "MapStyle": "the look of maps",
    "Scopes": "the names of the scopes",
    "MemberListTemplate": "a list without anybody",
    "RealtimeTicket": "what is heard with it is asked when it is heard",
    "Events": "the kind of the topic says which",
    "Search": "the kinds that are looked for say which",
    "LinkCards": "the kinds that are asked for say which",
}
ID = "0198b2f0-0000-7abc-8000-00000000000f"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def declared() -> list[tuple[str, str, type[Endpoint]]]:
    return [
        (address, method, cls)
        for address, cls in endpoints()
        for method in METHODS
        if cls.actions.get(method, PUBLIC) is not PUBLIC
    ]


def test_every_action_belongs_to_one_policy() -> None:
    policies = defaultdict(list)
    for policy in list_policies():
        if policy.__module__.partition(".")[0] != "tests":
            policies[policy.every].append(policy.__name__)
    assert {every: names for every, names in policies.items() if len(names) > 1} == {}


def test_every_method_says_which_scopes_it_needs() -> None:
    known = set(list_scopes())
    for _address, method, cls in declared():
        needed = set(cls.needed_scopes(method))
        assert needed <= known, f"{cls.__name__} {method} needs {needed - known}"
        assert needed or cls.__name__ in WITHOUT_SCOPE, f"{cls.__name__} {method}"
        if scopes_for(cls.actions[method]) is None:
            assert method in cls.scopes or needed, (
                f"{cls.__name__} {method} belongs to no policy, and names no scope"
            )


@pytest.fixture
def programs(world: World) -> dict[str, Client]:
    """A program for each scope, whose token reaches all others."""
    made = {}
    for missing in list_scopes():
        scopes = sorted({*list_scopes()} - {missing})
        _token, secret = issue_token(
            actor=SYSTEM, person_id=world.people["facilitator"].pk, name=missing, scopes=scopes
        )
        made[missing] = Client(headers={"Authorization": f"Bearer {secret}"})
    return made


@pytest.mark.django_db
def test_whatever_is_missing_is_named_first_and_alike_for_all_ids(
    world: World, programs: dict[str, Client]
) -> None:
    """Nothing is there under these ids; for what is there the check is the same, which asks for no id."""
    wrong = []
    for address, method, cls in declared():
        path = "/" + PARAMETER.sub(lambda found: str(uuid7()) if found[1] == "uuid" else "x", address)
        for scope in cls.needed_scopes(method):
            told = answered(programs[scope], method, path, scope)
            if told != (403, "needs_scope", scope):
                wrong.append(f"{method} {path} without {scope}: {told}")
    assert wrong == []


def answered(program: Client, method: str, path: str, scope: str) -> tuple[int, str, str]:
    answer: Any = program.generic(method, path, "", "application/json")
    # What was to be said: of HEAD no body is sent.
    problem = answer.data
    return answer.status_code, problem["code"], scope if scope in problem["detail"] else problem["detail"]


@pytest.mark.django_db
def test_what_is_there_is_refused_in_the_same_words_as_what_is_not(
    world: World, programs: dict[str, Client]
) -> None:
    for scope, path in (
        ("groups:read", "groups/{}"),
        ("groups:write", "groups/{}"),
        ("dialogue:read", "groups/{}/threads"),
        ("tasks:read", "groups/{}/accountability"),
    ):
        method = "PATCH" if scope.endswith("write") else "GET"
        there, missing = (
            programs[scope].generic(method, f"/api/v1/{path.format(pk)}", "{}", "application/json").json()
            for pk in (world.group.pk, uuid7())
        )
        assert {**there, "request_id": ""} == {**missing, "request_id": ""}
        assert scope in there["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("search?q=слово", "tasks:read"),
        ("search?q=слово&kind=action", "tasks:read"),
        ("search?q=слово&kind=message", "dialogue:read"),
        ("search?q=слово&kind=person", "groups:read"),
        (f"link-cards?refs=thread:{ID},group:{ID}", "dialogue:read"),
        (f"link-cards?refs=action:{ID}", "tasks:read"),
        (f"events?topic=thread:{ID}&after=0", "dialogue:read"),
        (f"events?topic=group:{ID}&after=0", "tasks:read"),
        (f"events?topic=user:{ID}&after=0", "notifications:read"),
    ],
)
def test_what_is_asked_for_says_which_scope_is_missing(
    programs: dict[str, Client], path: str, scope: str
) -> None:
    refused = programs[scope].get(f"/api/v1/{path}")
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_scope")
    assert scope in refused.json()["detail"]


@pytest.mark.django_db
def test_a_search_for_some_kinds_needs_the_scopes_of_these_alone(programs: dict[str, Client]) -> None:
    assert programs["tasks:read"].get("/api/v1/search?q=слово&kind=message,person").status_code == 200
