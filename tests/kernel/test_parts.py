"""Parts that an answer includes: each is what its own address answers, to this reader, with its records."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Thread
from groups.guest_shares.services import share_with_guest
from groups.models import ShareAccess
from tests.accounts.conftest import bearer, sit_down, token_of
from tests.cast import World, person
from tests.dialogue.helpers import Api, a_restricted_thread, a_thread, api, say
from tests.privacy.seen import rows
from tests.tasks.helpers import an_item
from viche.cli.places import ROOT
from viche.kernel.api.parts import PARTS
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db


def path_of(of: str, thread: Thread) -> str:
    return {"thread": f"threads/{thread.pk}", "me": "me"}[of]


def read_whole(reader: Api, of: str, thread: Thread) -> dict[str, Any]:
    answer = reader.get(path_of(of, thread), include=",".join(PARTS[of]))
    assert answer.status_code == 200, answer.content
    whole: dict[str, Any] = answer.json()
    return whole


def read_apart(reader: Api, of: str, thread: Thread) -> dict[str, Any]:
    """The same by one request for each part."""
    shown = reader.get(path_of(of, thread)).json()
    answers = {name: reader.get(part.address.format_map(shown)) for name, part in PARTS[of].items()}
    included = {name: one.json() if one.status_code == 200 else None for name, one in answers.items()}
    return {**shown, "included": included}


def furnish(world: World, thread: Thread) -> Thread:
    say(world, "officer", thread)
    an_item(world, thread_id=thread.pk)
    return thread


@pytest.mark.parametrize("of", sorted(PARTS))
def test_each_part_is_what_its_own_address_answers(world: World, of: str) -> None:
    thread = furnish(world, a_thread(world))
    reader = api(world, "facilitator")
    whole = read_whole(reader, of, thread)
    assert whole == read_apart(reader, of, thread)
    assert None not in whole["included"].values()


@pytest.mark.parametrize("of", sorted(PARTS))
def test_parts_take_no_more_queries_than_requests_of_their_own(world: World, of: str) -> None:
    thread = furnish(world, a_thread(world))
    reader = api(world, "facilitator")
    counts = []
    for read in (read_apart, read_whole):
        with CaptureQueriesContext(connection) as queries:
            read(reader, of, thread)
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_what_a_reader_may_not_see_is_null(world: World) -> None:
    thread = furnish(world, a_thread(world))
    guest = person("guest")
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=guest.pk,
        access=ShareAccess.SPEAK,
        until=now() + timedelta(hours=1),
        reason="Експертка з доступності",
    )
    included = read_whole(Api(guest), "thread", thread)["included"]
    assert included["readers"] is None
    assert included["group_threads"] is None
    assert included["gist"] is not None


def test_a_token_reads_the_parts_of_its_scopes(world: World) -> None:
    thread = furnish(world, a_thread(world))
    secret = token_of(world.people["officer"], "dialogue:read")
    path = f"/api/v1/threads/{thread.pk}?include=gist,action_items"
    answer = sit_down(world.people["teacher"]).get(path, headers=bearer(secret))
    assert answer.status_code == 200
    assert answer.json()["included"]["action_items"] is None
    assert answer.json()["included"]["gist"] is not None


def test_parts_are_recorded_as_read(world: World) -> None:
    thread = furnish(world, a_restricted_thread(world, organisations=("police",)))
    read_whole(api(world, "officer"), "thread", thread)
    read_apart(api(world, "facilitator"), "thread", thread)
    whole, apart = (
        {(kind, way) for kind, way, _ground in rows(reader=world.people[name])}
        for name in ("officer", "facilitator")
    )
    assert whole == apart
    assert ("action", "list") in whole


def test_a_thread_that_is_not_seen_has_no_parts(world: World) -> None:
    thread = furnish(world, a_restricted_thread(world, organisations=("police",)))
    answer = api(world, "teacher").get(f"threads/{thread.pk}", include="gist")
    assert answer.status_code == 404


@pytest.mark.parametrize("names", ["draft", "gist,", "gist,messages", "", "Gist"])
def test_an_unknown_part_is_refused(world: World, names: str) -> None:
    answer = api(world, "officer").get(f"threads/{a_thread(world).pk}?include={names}")
    assert answer.status_code == 422, answer.content
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/include", "unknown_part")


def find_answer_schema(schema: dict[str, Any], path: str) -> str:
    """The reference to what GET of an address answers."""
    content = schema["paths"][path]["get"]["responses"]["200"]["content"]
    reference: str = content["application/json"]["schema"]["$ref"]
    return reference


@pytest.mark.parametrize("of", sorted(PARTS))
def test_the_schema_says_of_each_part_what_it_says_of_its_address(of: str) -> None:
    schema = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    path = {"thread": "/api/v1/threads/{thread_id}", "me": "/api/v1/me"}[of]
    whole = schema["components"]["schemas"][find_answer_schema(schema, path).rpartition("/")[2]]
    included = whole["properties"]["included"]["$ref"].rpartition("/")[2]
    told = schema["components"]["schemas"][included]["properties"]
    expected = {}
    for name, part in PARTS[of].items():
        address = re.sub(r"groups/{[^}]+}", "groups/{group_id}", part.address.partition("?")[0])
        address = address.replace("{id}", "{thread_id}")
        expected[name] = {
            "oneOf": [{"$ref": find_answer_schema(schema, f"/api/v1/{address}")}, {"type": "null"}]
        }
    assert told == expected
    assert "included" not in whole["required"]
    assert "422" in schema["paths"][path]["get"]["responses"]
