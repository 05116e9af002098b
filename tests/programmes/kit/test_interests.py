"""Interests: whoever works on a dossier in person declares them, and whoever leads decides about a tie."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from groups.mandates.deputies import end_deputyship
from groups.models import Role
from programmes.kit.registry import PROGRAMMES
from programmes.models import Dossier, InterestDeclaration, Participant
from programmes.recommendations.policies import KIND
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.dialogue.helpers import api, pointers
from tests.groups.helpers import stand_in
from tests.programmes.helpers import RESTRICTED, begin, fresh, name, name_person, take
from tests.programmes.kit.test_query_counts import count_queries
from tests.programmes.kit.test_registrations import told_of
from tests.programmes.kit.toy import build_toy
from tests.tasks.helpers import tag
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.models import Event
from viche.privacy.registry import DATA_CATEGORIES

pytestmark = pytest.mark.django_db
TIE = {"has_tie": True, "words": "Брат служив у цьому відділенні"}
STAYS = {"outcome": "stays", "reason": "Було давно"}


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROGRAMMES, KIND, build_toy("settled"))


def a_dossier(world: World, monitor: str = "officer", **facts: Any) -> Dossier:
    """The teacher's, with one monitor."""
    dossier = begin(world, "teacher", **facts)
    add_monitor(world, dossier, monitor)
    return fresh(dossier)


def add_monitor(world: World, dossier: Dossier, monitor: str) -> None:
    name_person(world, dossier, monitor, "monitor", by="teacher")


def put(world: World, dossier: Dossier, by: str, body: dict[str, Any], path: str = "") -> Any:
    participant = dossier.participants.latest("pk")
    address = f"dossiers/{dossier.pk}/participants/{participant.pk}/interests{path}"
    return api(world, by).put(address, body, **tag(fresh(dossier).version))


def decide(world: World, dossier: Dossier, by: str, **facts: str) -> Any:
    return put(world, dossier, by, {**STAYS, **facts}, "/outcome")


def interests_of(world: World, dossier: Dossier, reader: str) -> dict[str, Any]:
    page = api(world, reader).get(f"dossiers/{dossier.pk}").json()
    shown: dict[str, Any] = page["participants"][-1]["interests"]
    return shown


def missing(world: World, dossier: Dossier) -> list[str]:
    page = api(world, "teacher").get(f"dossiers/{dossier.pk}").json()
    return [gap["code"] for gap in page["transitions"][0]["missing"]]


def test_a_personal_role_is_given_to_a_person_alone(world: World) -> None:
    dossier = begin(world, "teacher")
    with pytest.raises(Invalid) as refused:
        name(world, dossier, role="monitor")
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/mandate", "personal")]
    name(world, dossier, "council")
    page = api(world, "teacher").get(f"dossiers/{dossier.pk}").json()
    assert page["participants"][0]["interests"] is None


def test_nobody_steps_on_before_all_have_declared(world: World) -> None:
    dossier = begin(world, "teacher")
    assert missing(world, dossier) == ["no_team"]
    for monitor in ("officer", "councillor"):
        add_monitor(world, dossier, monitor)
    assert put(world, dossier, "councillor", {"has_tie": False}).status_code == 200
    assert missing(world, dossier) == ["interests_not_declared"]
    refused = api(world, "teacher").post(
        f"dossiers/{dossier.pk}/transitions", {"to": "settled"}, **tag(fresh(dossier).version)
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "interests_not_declared")
    dossier.participants.filter(mandate=world.mandates["officer"].pk).update(until="2100-01-01T00:00Z")
    assert missing(world, dossier) == []
    take(world, dossier, "settled", "teacher")


def test_whoever_takes_part_declares_and_nobody_else(world: World) -> None:
    dossier = a_dossier(world)
    assert interests_of(world, dossier, "officer") == {
        "has_tie": None,
        "words": "",
        "declared_at": None,
        "outcome": None,
        "outcome_reason": "",
        "allowed": ["declare"],
    }
    assert put(world, dossier, "teacher", {"has_tie": False}).status_code == 403
    assert pointers(put(world, dossier, "officer", {"has_tie": True})) == [("/words", "blank")]
    made = put(world, dossier, "officer", TIE)
    assert made.status_code == 200
    assert made.json()["participants"][-1]["interests"]["words"] == TIE["words"]
    add_monitor(world, dossier, "councillor")
    refused = put(world, dossier, "officer", {"has_tie": False})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_theirs")


def test_the_latest_declaration_counts_and_none_is_changed(world: World) -> None:
    dossier = a_dossier(world)
    put(world, dossier, "officer", {"has_tie": False})
    assert missing(world, dossier) == []
    put(world, dossier, "officer", TIE)
    assert missing(world, dossier) == ["tie_undecided"]
    assert InterestDeclaration.objects.count() == 2
    with pytest.raises(ProgrammingError), transaction.atomic():
        InterestDeclaration.objects.update(words="")


def test_nobody_takes_a_tie_back_before_it_is_decided(world: World) -> None:
    dossier = a_dossier(world)
    put(world, dossier, "officer", TIE)
    for other in ({"has_tie": False}, TIE):
        refused = put(world, dossier, "officer", other)
        assert (refused.status_code, refused.json()["code"]) == (409, "tie_undecided")
    assert missing(world, dossier) == ["tie_undecided"]
    assert interests_of(world, dossier, "officer")["allowed"] == []
    assert decide(world, dossier, "teacher").status_code == 200
    assert missing(world, dossier) == []
    put(world, dossier, "officer", {"has_tie": False})
    assert interests_of(world, dossier, "teacher")["has_tie"] is False


def test_a_lead_who_monitors_does_not_decide_about_themselves(world: World) -> None:
    dossier = a_dossier(world, "teacher")
    put(world, dossier, "teacher", TIE)
    refused = decide(world, dossier, "teacher")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_interests")


def test_whoever_leads_decides_about_a_tie(world: World) -> None:
    dossier = a_dossier(world)
    refused = decide(world, dossier, "teacher")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_tie")
    put(world, dossier, "officer", TIE)
    assert interests_of(world, dossier, "teacher")["allowed"] == ["decide"]
    assert interests_of(world, dossier, "observer")["allowed"] == []
    assert decide(world, dossier, "officer").status_code == 403
    shown = decide(world, dossier, "teacher").json()["participants"][-1]["interests"]
    assert (shown["outcome"], shown["outcome_reason"], shown["words"], shown["allowed"]) == (
        *("stays", "Було давно", TIE["words"]),
        [],
    )
    assert missing(world, dossier) == []


def test_nobody_decides_about_a_tie_of_their_own(world: World) -> None:
    dossier = a_dossier(world, "teacher")
    put(world, dossier, "teacher", TIE)
    assert interests_of(world, dossier, "teacher")["allowed"] == []
    refused = decide(world, dossier, "teacher")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_interests")
    assert told_of(dossier)[-1] == ("facilitator", "declared", "facilitator")
    assert decide(world, dossier, "facilitator").status_code == 200


def test_neither_a_deputy_who_declared_nor_whom_they_stood_in_for_decides(world: World) -> None:
    dossier = a_dossier(world, "teacher")
    a_mandate(world.people["facilitator"], world.organisations["school"])
    until = now() + timedelta(days=1)
    deputyship = stand_in(world, "teacher", world.people["facilitator"], now() - timedelta(hours=1), until)
    assert put(world, dossier, "facilitator", TIE).status_code == 200
    refused = decide(world, dossier, "teacher")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_interests")
    end_deputyship(actor=SYSTEM, deputyship_id=deputyship.pk)
    refused = decide(world, dossier, "facilitator")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_interests")


def test_only_a_tie_that_was_declared_is_decided_by_the_mandate_that_leads(world: World) -> None:
    a_seat(world.group, a_mandate(world.people["teacher"], world.organisations["market"]), Role.MEMBER)
    dossier = a_dossier(world)
    put(world, dossier, "officer", {"has_tie": False})
    assert decide(world, dossier, "teacher").json()["code"] == "no_tie"
    put(world, dossier, "officer", TIE)
    assert decide(world, dossier, "teacher").status_code == 200
    decided = Event.objects.get(subject_id=dossier.pk, kind="programmes.tie_decided")
    assert decided.data["mandate_id"] == str(world.mandates["teacher"].pk)


def test_a_part_that_is_not_personal_declares_nothing(world: World) -> None:
    dossier = begin(world, "teacher")
    name(world, dossier)
    assert put(world, dossier, "officer", TIE).status_code == 403
    add_monitor(world, dossier, "councillor")
    addressee = dossier.participants.earliest("pk")
    address = f"dossiers/{dossier.pk}/participants/{addressee.pk}/interests"
    refused = api(world, "councillor").put(address, TIE, **tag(fresh(dossier).version))
    assert refused.status_code == 404


def test_whoever_steps_aside_takes_part_no_longer(world: World) -> None:
    dossier = a_dossier(world, **RESTRICTED)
    put(world, dossier, "officer", TIE)
    assert decide(world, dossier, "teacher", outcome="steps_aside").status_code == 200
    assert Participant.objects.get(dossier=dossier).until is not None
    assert api(world, "officer").get(f"dossiers/{dossier.pk}").status_code == 404
    assert missing(world, dossier) == ["no_team"]
    assert decide(world, dossier, "teacher").status_code == 404


def test_a_tie_is_told_to_who_leads_and_no_tie_to_nobody(world: World) -> None:
    dossier = a_dossier(world)
    known = len(told_of(dossier))
    put(world, dossier, "officer", {"has_tie": False})
    assert told_of(dossier)[known:] == []
    put(world, dossier, "officer", TIE)
    assert told_of(dossier)[known:] == [("teacher", "declared", "lead")]


def test_a_copy_of_ones_data_has_ones_own_words_alone(world: World) -> None:
    dossier = a_dossier(world)
    put(world, dossier, "officer", TIE)
    decide(world, dossier, "teacher")
    read = DATA_CATEGORIES["programmes.interests"].read
    own: list[Any] = list(read(world.people["officer"].pk))
    others: list[Any] = list(read(world.people["teacher"].pk))
    assert [(one["words"], one["outcome"]) for one in own] == [(TIE["words"], ""), (TIE["words"], "stays")]
    assert [(one["is_yours"], one["words"], one["decided_it"]) for one in others] == [(False, None, True)]


def test_a_page_costs_as_many_queries_for_many_as_for_one(world: World) -> None:
    dossier = a_dossier(world)
    put(world, dossier, "officer", TIE)
    address = f"dossiers/{dossier.pk}"
    count_queries(world, "teacher", address)
    one = count_queries(world, "teacher", address)
    for monitor in ("councillor", "secretary"):
        add_monitor(world, dossier, monitor)
        put(world, dossier, monitor, TIE)
    assert count_queries(world, "teacher", address) == one
