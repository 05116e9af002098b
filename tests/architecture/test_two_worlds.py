"""Two hromadas with the same names of people, groups and organisations: nothing of one shows in the other.

What is there and what is not answer alike byte for byte, headers included; lists, counts and searches are the
same with the other world and without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse

from groups.models import InitiativeGroup, Visibility
from tests.architecture.permission_matrix import MAY, SEES, usual
from tests.architecture.questions import ASKS
from tests.architecture.questions.request import Asked, Line
from tests.architecture.questions.thread import heard
from tests.architecture.roles import keys_of, people_of
from tests.architecture.stages import MAKERS
from tests.architecture.stages.stage import Stage
from tests.architecture.test_matrix_in_lists import EVERYWHERE, IN_GROUP
from tests.architecture.test_routes import PARAMETER, filled, things_of, with_objects
from tests.cast import World, a_world
from tests.groups.helpers import at
from tests.standing import Below, stands
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.search.jobs import index_missing_things

ANY_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Those of the other world who might know the most.
LOOKERS = ("facilitator", "coordinator", "dpo", "token")
# Public knowledge: every hromada, organisation and office stands there for all who are signed in.
PUBLIC_KINDS = ("territory", "organisation", "office")
PUBLIC_LISTS = ("territories", "organisations", "offices")


@dataclass(slots=True)
class Pair:
    """Two stages of the same names."""

    here: Stage
    there: Stage


def alike(world: World) -> World:
    """With the names that the people of every world have here."""
    for key, one in world.people.items():
        User.objects.filter(pk=one.pk).update(name_uk=f"Особа {key}", name_en=f"Person {key}")
    return world


def a_stage(world: World, other: World) -> Stage:
    people = dict(world.people)
    here = replace(world, people=people, mandates=dict(world.mandates), seats=dict(world.seats))
    here.people |= people_of(here)
    return Stage(alike(here), other, keys_of(people["facilitator"]))


@stands(on="world")
def pair(below: Below) -> Pair:
    first, second = below["world"], a_world("Тут")
    return Pair(a_stage(first, second), a_stage(second, first))


# What counts requests differs from one to the next, whatever they ask for.
COUNTED = frozenset(("X-Request-ID", "RateLimit"))


def facts(answer: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    """All of an answer but what names the request itself."""
    headers = {name: value for name, value in answer.headers.items() if name not in COUNTED}
    body = answer.content
    if body.startswith(b"{"):
        known = json.loads(body)
        body = body.replace(str(known.get("request_id") or "-").encode(), b"-")
    return answer.status_code, body, headers


def anew() -> Callable[[str], str]:
    """Puts an id that is nowhere in the place of each; the same for the same."""
    known: dict[str, str] = {}
    return lambda text: ANY_ID.sub(lambda found: known.setdefault(found[0], str(uuid7())), text)


def elsewhere(asked: Asked, stays: str) -> Asked:
    """The same request about nothing; ids that all may know (`stays`) are left."""
    change = anew()
    kept = {one: f"<{nth}>" for nth, one in enumerate(ANY_ID.findall(stays))}

    def changed(text: str) -> str:
        for one, sign in kept.items():
            text = text.replace(one, sign)
        text = change(text)
        for one, sign in kept.items():
            text = text.replace(sign, one)
        return text

    body = None if asked.body is None else json.loads(changed(json.dumps(asked.body)))
    return replace(asked, path=changed(asked.path), body=body)


def belonging_to(stage: Stage) -> dict[str, UUID]:
    """Something for every name that addresses have for a thing."""
    own = {
        "session_id": MAKERS["session"](stage, "any").public_id,
        "token_id": MAKERS["token"](stage, "any").pk,
        "subscription_id": MAKERS["push_subscription"](stage, "any").pk,
        "notification_id": MAKERS["notification"](stage, "any").pk,
    }
    return things_of(stage) | own


@pytest.mark.django_db
def test_what_is_there_answers_like_what_is_nowhere(pair: Pair) -> None:
    lines = {role: Line(pair.there, role) for role in LOOKERS}
    ids, told = belonging_to(pair.here), []
    for address, method in with_objects():
        nowhere = {name: uuid7() for _kind, name in PARAMETER.findall(address)}
        there = Asked(method, filled(address, nowhere | ids).removeprefix("/api/v1/"), {}, 1)
        absent = replace(there, path=filled(address, nowhere).removeprefix("/api/v1/"))
        for role, line in lines.items():
            found, wanted = facts(line.send(there)), facts(line.send(absent))
            if found != wanted or not 400 <= wanted[0] < 500 or wanted[0] == 401:
                told.append(f"{method} {address} for {role}: {found} is not {wanted}")
    assert told == [], "\n".join(told)


def requests_about(stage: Stage) -> Iterator[tuple[str, Asked]]:
    """Every request of the matrix about something in the usual state of its kind, right in every field."""
    for kind in (one for one in SEES if one not in PUBLIC_KINDS):
        obj: Any = MAKERS[kind](stage, usual(kind))
        obj = heard(stage, obj) if kind == "thread" else obj
        for action in (one for one in MAY if one.partition(".")[0] == kind and one in ASKS):
            for ask in ASKS[action]:
                asked = ask(stage, obj)
                yield action, replace(asked, version=asked.version or getattr(obj, "version", None))


@pytest.mark.django_db
def test_a_right_request_about_the_other_world_is_answered_like_one_about_nothing(pair: Pair) -> None:
    """With bodies that would do, so that no field is refused before it is asked what may be seen."""
    lines = {role: Line(pair.there, role) for role in ("facilitator", "coordinator")}
    known = " ".join(str(one.pk) for one in pair.here.here.organisations.values())
    told = []
    for action, asked in requests_about(pair.here):
        absent = elsewhere(asked, known)
        for role, line in lines.items():
            found, wanted = facts(line.send(asked)), facts(line.send(absent))
            if found != wanted or not 400 <= wanted[0] < 500:
                told.append(f"{action} for {role}: {found} is not {wanted}")
    assert told == [], "\n".join(told)


def addresses(stage: Stage) -> Iterator[str]:
    """Every list and search, and what somebody's own group and things answer."""
    group, police = stage.here.group.pk, stage.here.organisations["police"].pk
    yield from (
        one.format(group=group)
        for one in EVERYWHERE
        if one not in (*PUBLIC_LISTS, "tokens", "me/data/exports", "people?q=")
    )
    yield from (f"groups/{group}/{one}" for one in IN_GROUP)
    for words in ("Особа", "facilitator", "поліц"):
        yield f"groups/{group}/candidates?q={words}"
        yield f"organisations/{police}/candidates?q={words}"
    yield from (f"organisations/{police}/{one}" for one in ("mandates", "verification", "administrators"))
    yield f"territories/{stage.here.territory.pk}/ending-mandates"
    yield f"groups/{group}"


@pytest.mark.django_db
def test_lists_counts_and_searches_are_the_same_with_the_other_world_and_without(world: World) -> None:
    there = a_stage(world, world)
    things_of(there)
    index_missing_things()
    lines = {role: Line(there, role) for role in (*LOOKERS, "officer", "guest", "outsider", "appointer")}
    asked = [(role, Asked("GET", path)) for role in lines for path in addresses(there)]
    moment = now()
    with at(moment):
        # What the officer reads is recorded once, and told to the facilitator, who is asked first.
        for one in addresses(there):
            lines["officer"].send(Asked("GET", one))
        before = [facts(lines[role].send(one)) for role, one in asked]
    other = a_world("Тут")
    here = a_stage(other, world)
    for kind in ("thread", "action", "join_request", "break_glass"):
        MAKERS[kind](here, usual(kind))
    belonging_to(here)
    index_missing_things()
    # A listed group is known to all who are signed in, wherever they are.
    InitiativeGroup.objects.filter(territory=other.territory).update(visibility=Visibility.HIDDEN)
    with at(moment):
        after = [facts(lines[role].send(one)) for role, one in asked]
    changed = [
        f"{one.path} as {role}"
        for (role, one), was, found in zip(asked, before, after, strict=True)
        if was != found
    ]
    assert changed == [], changed
