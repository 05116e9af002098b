"""Every address from outside: nobody gets in unsigned, and the hidden answers exactly like the absent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dialogue.services.messages import post_message
from groups.models import Deputyship, Milestone, ShareAccess, Visibility
from groups.services.deputyships import appoint_deputy
from groups.services.groups import edit_group
from groups.services.shares import share_with_guest
from tasks.models import ReminderAudience
from tasks.services.reminders import set_reminder
from tests.architecture.stages import (
    Stage,
    a_request,
    a_thread,
    an_action_item,
    an_emergency,
    an_invitation,
    asked_by,
)
from tests.architecture.test_default_deny import endpoints
from tests.cast import SYSTEM, World
from tests.standing import Below, stands
from viche.accounts.models import Identity, IdentityProvider, User
from viche.kernel.api import PUBLIC, Endpoint
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.privacy.services.exports import ask_export

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Known to everybody who is signed in: no outsider to them.
OPEN_TO_ALL = {"territory_id", "organisation_id", "office_id"}


def cases() -> list[tuple[str, str, type[Endpoint]]]:
    return [
        (address, method, cls) for address, cls in endpoints() for method in METHODS if method in cls.actions
    ]


def with_objects() -> Iterator[tuple[str, str]]:
    for address, method, cls in cases():
        names = {name for _kind, name in PARAMETER.findall(address)}
        if names and not names & OPEN_TO_ALL and cls.actions[method] is not PUBLIC:
            yield address, method


def names_in(address: str) -> set[str]:
    return {name for _kind, name in PARAMETER.findall(address)}


def filled(address: str, ids: dict[str, UUID]) -> str:
    return "/" + PARAMETER.sub(lambda found: str(ids[found[2]]) if found[2] in ids else "x", address)


def asked(person: User | None, method: str, address: str) -> tuple[int, dict[str, Any]]:
    """Status and body without the request's own id; always with a version, and with nothing in the body."""
    client = Client(enforce_csrf_checks=False)
    if person is not None:
        client.force_login(person)
    answer = client.generic(method, address, "{}", "application/json", headers={"If-Match": '"1"'})
    body: dict[str, Any] = json.loads(answer.content) if answer.content else {}
    body.pop("request_id", None)
    return answer.status_code, body


def an_absence(here: World) -> Deputyship:
    return appoint_deputy(
        actor=SYSTEM,
        mandate_id=here.mandates["secretary"].pk,
        deputy_id=here.people["councillor"].pk,
        starts_at=now(),
        ends_at=now() + timedelta(days=1),
    )


def seen_by_administrators(address: str) -> bool:
    """They see every account, but not who saw its data; they keep the providers; they may answer whoever asks
    for emergency access, and do not see to what.
    """
    known = {"person_id", "provider_id", "break_glass_id"} & names_in(address)
    return bool(known) and not address.endswith("/access-record")


@stands(on="stage")
def hidden(below: Below) -> tuple[Stage, dict[str, UUID]]:
    """Objects of one world by the names that addresses give them, some restricted."""
    return below["stage"], things_of(below["stage"])


def things_of(stage: Stage) -> dict[str, UUID]:
    """Makes them."""
    here = stage.here
    thread, item = a_thread(stage, "restricted"), an_action_item(stage, "proposed")
    message = post_message(
        actor=here.actor("officer"), thread_id=thread.pk, client_id=uuid7(), body="Між нами", on_behalf=True
    )
    reminder = set_reminder(
        actor=here.actor("facilitator"),
        action_id=item.pk,
        due_at=now().replace(year=now().year + 1, day=1),
        audience=ReminderAudience.OWNER,
    )
    asked = asked_by(stage, "guest")
    edit_group(actor=SYSTEM, group_id=here.group.pk, changes={"visibility": Visibility.HIDDEN})
    share = share_with_guest(
        actor=here.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=here.people["observer"].pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason="Порада",
    )
    provider = IdentityProvider.objects.get_or_create(
        code="rada", defaults={"name_uk": "Рада", "issuer": "https://id.rada.example"}
    )[0]
    identity = Identity.objects.create(
        person=here.people["teacher"], provider=provider, subject=str(here.group.pk)
    )
    return {
        "group_id": here.group.pk,
        "milestone_id": Milestone.objects.filter(group=here.group)[0].pk,
        "person_id": here.people["teacher"].pk,
        "mandate_id": here.mandates["officer"].pk,
        "deputyship_id": an_absence(here).pk,
        "membership_id": here.seats["teacher"].pk,
        "thread_id": thread.pk,
        "share_id": share.pk,
        "invitation_id": an_invitation(stage).pk,
        "join_request_id": asked.pk,
        "message_id": message.pk,
        "action_id": item.pk,
        "reminder_id": reminder.pk,
        "identity_id": identity.pk,
        "provider_id": identity.provider_id,
        "request_id": a_request(stage, "received").pk,
        "export_id": ask_export(actor=here.actor("teacher")).pk,
        "break_glass_id": an_emergency(stage, "asked").pk,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "method", "cls"), cases(), ids=lambda one: getattr(one, "__name__", one))
def test_nobody_gets_in_without_signing_in(address: str, method: str, cls: type[Endpoint]) -> None:
    ids = {name: uuid7() for _kind, name in PARAMETER.findall(address)}
    status, body = asked(None, method, filled(address, ids))
    if cls.actions[method] is PUBLIC:
        assert status != 401
    else:
        assert (status, body["code"]) == (401, "signed_out")


@pytest.mark.django_db
def test_what_is_hidden_answers_like_what_is_absent(hidden: tuple[Stage, dict[str, UUID]]) -> None:
    stage, ids = hidden
    outsiders = {
        "outsider": stage.here.people["outsider"],
        "former": stage.here.people["former"],
        "administrator": stage.here.people["administrator"],
    }
    told = []
    for address, method in with_objects():
        absent = filled(address, {name: uuid7() for _kind, name in PARAMETER.findall(address)})
        for role, person in outsiders.items():
            if role == "administrator" and seen_by_administrators(address):
                continue
            there, nowhere = asked(person, method, filled(address, ids)), asked(person, method, absent)
            # 401 would mean that they are not signed in at all, and everything would look alike.
            if there != nowhere or not 400 <= nowhere[0] < 500 or nowhere[0] == 401:
                told.append(f"{method} {address} for {role}: {there} is not {nowhere}")
    assert told == []


@pytest.mark.django_db
def test_a_member_who_is_not_named_finds_no_restricted_thread(hidden: tuple[Stage, dict[str, UUID]]) -> None:
    stage, ids = hidden
    for address, method in with_objects():
        if {"thread_id", "message_id"} & {name for _kind, name in PARAMETER.findall(address)}:
            absent = filled(address, {"thread_id": uuid7(), "message_id": uuid7()})
            teacher, officer = stage.here.people["teacher"], stage.here.people["officer"]
            assert asked(teacher, method, filled(address, ids)) == asked(teacher, method, absent)
            assert (
                asked(officer, method, filled(address, ids)) != asked(officer, method, absent)
                or method != "GET"
            )


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "method", "cls"), cases(), ids=lambda one: getattr(one, "__name__", one))
def test_a_parameter_that_nobody_reads_is_refused(
    world: World, address: str, method: str, cls: type[Endpoint]
) -> None:
    if cls.actions[method] is PUBLIC:
        return
    ids = {name: uuid7() for _kind, name in PARAMETER.findall(address)}
    administrator = world.people["administrator"]
    status, body = asked(administrator, method, filled(address, ids) + "?page=2")
    assert (status, body["code"]) == (400, "bad_query")
    assert body["errors"][0]["pointer"] == "/page"
