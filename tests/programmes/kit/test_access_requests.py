"""Asking to read a dossier of which one only knows, and what is answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from dialogue.access_requests.models import AccessState
from groups.grants import rebuild_grants
from groups.initiative_groups.services import suspend_group
from groups.memberships.services import end_membership
from groups.models import Role
from programmes.kit.access_requests.access_log import REQUEST
from programmes.kit.access_requests.privacy import erase_requests
from programmes.kit.access_requests.services import (
    ask_for_dossier_access,
    decline_dossier_access,
    grant_dossier_access,
    withdraw_dossier_access_request,
)
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.events import topic_of
from programmes.kit.dossiers.services import show_to_group
from programmes.kit.registry import DossierRole
from programmes.kit.report_blocks import build_participants
from programmes.models import Dossier, DossierAccessRequest
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world
from tests.dialogue.access_requests.test_access_requests import later
from tests.dialogue.helpers import api, at_once, pointers
from tests.privacy.seen import rows
from tests.programmes.helpers import RESTRICTED, SEALED, begin, fresh, name_person
from tests.programmes.kit.helpers import TEAM, add_part
from tests.programmes.kit.test_query_counts import count_queries
from tests.programmes.public_control.helpers import begin as begin_control
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.kernel.access_log import AccessMode
from viche.kernel.errors import Conflict, DomainError, NotFound
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, TopicEntry
from viche.privacy.registry import DATA_CATEGORIES, ErasureOrder

pytestmark = pytest.mark.django_db
WHY = "Школа поруч"
NO = {"to": "declined", "reason": "Ідеться про інше"}


def ask(world: World, dossier: Dossier, by: str = "teacher", reason: str = WHY) -> DossierAccessRequest:
    return ask_for_dossier_access(actor=world.actor(by), dossier_id=dossier.pk, reason=reason)


def grant(world: World, request: DossierAccessRequest, by: str = "facilitator") -> DossierAccessRequest:
    return grant_dossier_access(actor=world.actor(by), dossier_id=request.dossier_id, request_id=request.pk)


def refuse(world: World, request: DossierAccessRequest) -> DossierAccessRequest:
    return decline_dossier_access(
        actor=world.actor("facilitator"),
        dossier_id=request.dossier_id,
        request_id=request.pk,
        reason=NO["reason"],
    )


def card_of(world: World, dossier: Dossier, by: str = "teacher") -> tuple[str | None, list[str]]:
    """The state of the reader's request, and what they may do."""
    shown = api(world, by).get(f"dossiers/{dossier.pk}/card").json()
    return shown["request"] and shown["request"]["state"], shown["allowed"]


def reason_of(act: Callable[[], Any]) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.reason


def unseat(world: World, name: str = "teacher") -> None:
    seat = world.seats[name]
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="Інша робота")


def test_who_leads_is_told_who_asks_and_lets_them_in_as_a_reader(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    path, teacher, leader = f"dossiers/{dossier.pk}", api(world, "teacher"), api(world, "facilitator")
    assert card_of(world, dossier) == (None, ["ask_for_access"])
    made = teacher.post(f"{path}/access-requests", {"reason": WHY})
    assert (made.status_code, made.json()["state"]) == (201, "pending"), made.content
    assert card_of(world, dossier) == ("pending", ["withdraw"])
    (shown,) = leader.get(f"{path}/access-requests").json()["items"]
    assert (shown["reason"], shown["state"]) == (WHY, "pending")
    assert shown["asker"]["person"]["id"] == str(world.people["teacher"].pk)
    assert shown["asker"]["organisation"]["id"] == str(world.organisations["school"].pk)
    assert leader.post(f"{path}/access-requests/{shown['id']}", {"to": "granted"}).status_code == 204
    (named,) = teacher.get(path).json()["participants"]
    assert (named["role"], named["part"]) == ("reader", "reader")
    assert named["mandate"]["id"] == str(world.mandates["teacher"].pk)
    assert teacher.get(f"{path}/card").status_code == 404
    assert leader.get(f"{path}/access-requests").json()["items"] == []
    assert not rebuild_grants()
    # Nothing that is reported was their work.
    assert build_participants(fresh(dossier), "uk", for_public=True) == []


def test_who_is_let_in_reads_alone_whatever_they_do_in_the_group(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    grant(world, ask(world, dossier, "secretary"))
    access = ActorDossierAccess.of(world.actor("secretary"))
    assert access.roles_for(fresh(dossier)) == {DossierRole.READER, DossierRole.MEMBER}


def test_of_a_sealed_dossier_nothing_is_told_and_nothing_is_left(world: World) -> None:
    sealed, known = begin(world, **SEALED), begin(world, **RESTRICTED)
    events = Event.objects.count()

    def answers(by: str, pk: object) -> list[tuple[int, dict[str, Any]]]:
        line, path = api(world, by), f"dossiers/{pk}"
        found = [
            line.get(f"{path}/card"),
            line.post(f"{path}/access-requests", {"reason": WHY}),
            line.get(f"{path}/access-requests"),
            line.delete(f"{path}/access-requests/mine"),
            line.post(f"{path}/access-requests/{uuid7()}", NO),
        ]
        return [(one.status_code, {**one.json(), "request_id": ""}) for one in found]

    nothing = answers("teacher", uuid7())
    assert [status for status, _body in nothing] == [404] * 5
    assert answers("teacher", sealed.pk) == nothing
    for stranger in ("outsider", "former", "administrator"):
        assert answers(stranger, known.pk) == nothing
    assert (DossierAccessRequest.objects.count(), Event.objects.count()) == (0, events)


def test_nobody_asks_for_what_they_read_or_without_a_voice(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    add_part(world, dossier, TEAM, "police")
    request = ask(world, dossier)
    path, officer = f"dossiers/{dossier.pk}/access-requests", api(world, "officer")
    assert officer.get(path).status_code == 403
    assert officer.post(f"{path}/{request.pk}", {"to": "granted"}).status_code == 403
    assert reason_of(partial(ask, world, dossier, "officer")) == "already_reads"
    assert reason_of(partial(ask, world, dossier, "observer")) == "no_seat"
    assert card_of(world, dossier, "observer") == (None, [])
    assert reason_of(partial(ask, world, dossier)) == "already_asked"
    other = begin(world, **RESTRICTED)
    with pytest.raises(NotFound):
        grant_dossier_access(actor=world.actor("facilitator"), dossier_id=other.pk, request_id=request.pk)
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert reason_of(partial(ask, world, dossier, "councillor")) == "group_not_working"
    assert card_of(world, dossier, "councillor") == (None, [])


def test_who_was_declined_or_withdrew_waits_before_they_ask_again(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    refuse(world, ask(world, dossier))
    assert card_of(world, dossier) == ("declined", [])
    assert reason_of(partial(ask, world, dossier)) == "asked_lately"
    with later(timedelta(days=7)):
        assert card_of(world, dossier) == ("declined", ["ask_for_access"])
        ask(world, dossier)
        assert api(world, "teacher").delete(f"dossiers/{dossier.pk}/access-requests/mine").status_code == 204
        assert card_of(world, dossier) == ("withdrawn", [])
        withdraw = partial(
            withdraw_dossier_access_request, actor=world.actor("teacher"), dossier_id=dossier.pk
        )
        assert reason_of(withdraw) == "request_over"


def name_otherwise(world: World, dossier: Dossier) -> None:
    name_person(world, dossier, "teacher")
    # A counterpart reads only once it is let in.
    add_part(world, dossier, TEAM, "school")


def widen(world: World, dossier: Dossier) -> None:
    leader = world.actor("facilitator")
    show_to_group(actor=leader, dossier_id=dossier.pk, expected_version=fresh(dossier).version)


def put_to_rest(_world: World, dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(phase="closed", state="closed")


ENDS = [name_otherwise, widen, put_to_rest, lambda world, _dossier: unseat(world)]


@pytest.mark.parametrize("end", ENDS)
def test_a_request_is_over_by_itself(world: World, end: Callable[[World, Dossier], None]) -> None:
    dossier = begin(world, **RESTRICTED)
    request = ask(world, dossier)
    forget()
    end(world, dossier)
    assert api(world, "facilitator").get("today").json()["duties"] == []
    shown = api(world, "facilitator").get(f"dossiers/{dossier.pk}/access-requests").json()
    assert shown.get("items", []) == []
    assert reason_of(partial(grant, world, request)) in ("request_over", "dossier_state")
    assert DossierAccessRequest.objects.get().state == AccessState.PENDING


def test_who_sits_there_again_asks_again(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    first = ask(world, dossier)
    unseat(world)
    a_seat(world.group, a_mandate(world.people["teacher"], world.organisations["school"]), Role.MEMBER)
    assert card_of(world, dossier) == ("over", ["ask_for_access"])
    grant(world, ask(world, dossier))
    first.refresh_from_db()
    assert first.state == AccessState.OVER
    put_to_rest(world, other := begin(world, **RESTRICTED))
    assert reason_of(partial(ask, world, other)) == "dossier_closed"


def test_the_rules_for_participants_hold_for_who_asks(world: World) -> None:
    control = begin_control(world)
    request = ask(world, control, "officer")
    path = f"dossiers/{control.pk}/access-requests/{request.pk}"
    refused = api(world, "teacher").post(path, {"to": "granted"})
    assert (refused.status_code, refused.json()["code"]) == (409, "other_side")
    assert refused.json()["detail"]
    request.refresh_from_db()
    assert request.state == AccessState.PENDING
    assert api(world, "officer").get(f"dossiers/{control.pk}").status_code == 404


def test_both_sides_are_told_on_topics_of_their_own(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    topics = [f"group:{world.group.pk}", topic_of(dossier.pk)]
    forget()
    before = [get_head(one) for one in topics]
    request = ask(world, dossier, reason="Дуже особисте")
    assert told(world) == {"facilitator": "lead"}
    shown = words(world, "facilitator")
    assert "Дуже" not in f"{shown.title} {shown.body}"
    assert shown.needs_answer
    (duty,) = api(world, "facilitator").get("today").json()["duties"]
    assert (duty["kind"], duty["url"]) == ("programmes.access_request", f"/dossiers/{dossier.pk}")
    forget()
    refuse(world, request)
    assert told(world) == {"teacher": "asked"}
    assert words(world, "teacher").body["uk"] == NO["reason"]
    assert [get_head(one) for one in topics] == before
    heard = TopicEntry.objects.filter(subject_id=request.pk).values_list("topic", flat=True)
    assert set(heard) == {f"user:{world.people[one].pk}" for one in ("teacher", "facilitator")}
    forget()
    grant(world, ask(world, dossier, "councillor"))
    assert told(world) == {"councillor": "asked"}


def test_words_are_checked_kept_and_erased(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    teacher, path = api(world, "teacher"), f"dossiers/{dossier.pk}/access-requests"
    phone = {"reason": "Дзвоніть: 067 123 45 67"}
    faults = [("", "blank"), (" ", "blank"), ("я" * 1001, "max_length"), (phone["reason"], "phone")]
    for reason, code in faults:
        assert pointers(teacher.post(path, {"reason": reason})) == [("/reason", code)]
    made = teacher.post(path, {**phone, "confirmed": ["phone"]}).json()
    leader = api(world, "facilitator")
    assert leader.get(path).status_code == 200
    assert (REQUEST, AccessMode.LIST, "membership") in rows(reader=world.people["facilitator"])
    assert pointers(leader.post(f"{path}/{made['id']}", {"to": "over"})) == [("/to", "invalid_choice")]
    assert pointers(leader.post(f"{path}/{made['id']}", {"to": "declined"})) == [("/reason", "blank")]
    assert leader.post(f"{path}/{made['id']}", NO).status_code == 204
    me, category = world.people["teacher"].pk, DATA_CATEGORIES["programmes.access_requests"]
    (record,) = category.read(me)
    assert (record["text"], record["reason"]) == (phone["reason"], NO["reason"])
    erase_requests(SYSTEM, ErasureOrder(me, {"uk": "", "en": ""}, removes_messages=False))
    (record,) = category.read(me)
    assert (record["text"], record["reason"]) == ("", "")
    assert "067 123" not in json.dumps([one.data for one in Event.objects.all()])


def test_the_list_costs_the_same_for_many(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    address = f"dossiers/{dossier.pk}/access-requests"
    ask(world, dossier)
    for at in (address, "today"):
        count_queries(world, "facilitator", at)
    one, today = (count_queries(world, "facilitator", at) for at in (address, "today"))
    for who in ("councillor", "officer", "secretary"):
        ask(world, dossier, who)
    count_queries(world, "facilitator", address)  # the first reading of a request is recorded
    assert [count_queries(world, "facilitator", at) for at in (address, "today")] == [one, today]


@pytest.mark.django_db(transaction=True)
def test_asked_and_answered_twice_at_once_is_once() -> None:
    here = a_world("Тут")
    dossier = begin(here, **RESTRICTED)
    found = at_once(*[lambda: ask(here, dossier)] * 3)
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Conflict", "DossierAccessRequest"]
    (request,) = DossierAccessRequest.objects.all()
    found = at_once(lambda: grant(here, request), lambda: refuse(here, request))
    assert sum(isinstance(one, Conflict) for one in found) == 1
    request.refresh_from_db()
    reads = api(here, "teacher").get(f"dossiers/{dossier.pk}").status_code == 200
    assert reads == (request.state == AccessState.GRANTED)
