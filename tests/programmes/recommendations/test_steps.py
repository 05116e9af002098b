"""Steps of recommendations: who takes which, what it needs, and what it leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from programmes.kit.evidence.services import withdraw_evidence
from programmes.models import DossierEvidence, Recommendation, TransitionTaken
from programmes.recommendations.policies import RecommendationPolicy
from programmes.recommendations.states import OVER, RecommendationAction
from tests.cast import World, a_mandate, a_seat
from tests.dialogue.helpers import api
from tests.programmes.helpers import RESTRICTED, begin
from tests.programmes.recommendations.helpers import draft, fresh, issued, issued_in, move, prove
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale

pytestmark = pytest.mark.django_db
SEATED = ("facilitator", "secretary", "officer", "teacher", "councillor", "observer")


def who_may(world: World, action: RecommendationAction, row: Recommendation) -> set[str]:
    policy = RecommendationPolicy()
    return {one for one in SEATED if policy.can(world.actor(one), action, fresh(row))}


def test_both_axes_move_apart_and_a_rejected_one_is_still_followed(world: World) -> None:
    row = issued_in(world, "rejected")
    row = move(world, row, "in_progress")
    assert (row.response, row.implementation) == ("rejected", "in_progress")
    row = move(world, row, "partly", reason="Частково, без вихідних")
    assert (row.response, row.implementation, row.response_reason) == (
        "partly",
        "in_progress",
        "Частково, без вихідних",
    )


def test_the_addressee_answers_with_a_day_and_the_step_is_kept(world: World) -> None:
    day = today("Europe/Kyiv") + timedelta(days=40)
    row = move(world, issued(world), "accepted", agreed_on=day, reason="")
    assert (row.response, row.agreed_on) == ("accepted", day)
    (taken,) = TransitionTaken.objects.filter(subject_id=row.pk)
    assert (taken.name, taken.before, taken.after, taken.subject_kind) == (
        "accepted",
        "pending",
        "accepted",
        "recommendation",
    )
    assert taken.through == world.mandates["officer"]


@pytest.mark.parametrize(
    ("to", "facts", "pointer"),
    [
        ("rejected", {"reason": " "}, "/reason"),
        ("partly", {"reason": ""}, "/reason"),
        ("gone", {}, "/to"),
        ("rejected", {"agreed_on": today("Europe/Kyiv")}, "/agreed_on"),
        ("accepted", {"agreed_on": today("Europe/Kyiv") - timedelta(days=1)}, "/agreed_on"),
        ("accepted", {"agreed_on": today("Europe/Kyiv") + timedelta(days=9999)}, "/agreed_on"),
        ("in_progress", {"agreed_on": today("Europe/Kyiv")}, "/agreed_on"),
        ("accepted", {"reason": "x" * 1001}, "/reason"),
        ("accepted", {"reason": "Ні\u202e"}, "/reason"),
        ("verified", {"logged": True}, "/logged"),
    ],
)
def test_a_step_with_a_fault_says_where(world: World, to: str, facts: dict[str, Any], pointer: str) -> None:
    row = issued(world)
    with pytest.raises(Invalid) as refused:
        move(world, row, to, **facts)
    assert [one.pointer for one in refused.value.errors] == [pointer]
    assert fresh(row).version == row.version


@pytest.mark.parametrize("to", ["already_done", "partial", "implemented"])
def test_what_is_said_to_be_done_needs_evidence(world: World, to: str) -> None:
    row = issued(world)
    with pytest.raises(Conflict, match="evidence_required"):
        move(world, row, to)
    prove(world, row)
    move(world, row, to)


def test_only_the_addressee_answers(world: World) -> None:
    row = issued(world)
    assert who_may(world, RecommendationAction.ACCEPT, row) == {"officer"}
    with pytest.raises(Forbidden):
        move(world, row, "accepted", by="teacher")
    with pytest.raises(NotFound):
        move(world, row, "accepted", by="outsider")


def test_nobody_of_the_addressee_its_units_and_its_parent_verifies_nor_who_worked_on_it(
    world: World,
) -> None:
    row = issued(world)
    prove(world, row)
    move(world, row, "accepted", by="facilitator", logged=True, reason="Начальник сказав телефоном: так")
    move(world, row, "implemented")
    assert who_may(world, RecommendationAction.VERIFY, row) == {"secretary", "teacher", "councillor"}
    world.organisations["school"].parent = world.organisations["police"]
    world.organisations["school"].save()
    assert who_may(world, RecommendationAction.VERIFY, row) == {"secretary", "councillor"}
    with pytest.raises(Forbidden, match="not_another"):
        move(world, row, "verified", by="officer")
    with pytest.raises(Forbidden, match="not_another"):
        move(world, row, "verified", by="facilitator")


def test_who_came_to_the_addressee_and_left_it_later_never_verifies(world: World) -> None:
    row = issued_in(world, "implemented")
    a_mandate(world.people["teacher"], world.organisations["police"])
    assert "teacher" not in who_may(world, RecommendationAction.VERIFY, row)


def test_evidence_is_added_by_the_addressee_and_who_leads_and_excludes_from_verifying(world: World) -> None:
    row = issued_in(world, "implemented")
    with pytest.raises(Forbidden):
        prove(world, row, by="teacher")
    assert "facilitator" in who_may(world, RecommendationAction.VERIFY, row)
    prove(world, row, by="facilitator")
    assert "facilitator" not in who_may(world, RecommendationAction.VERIFY, row)
    assert (fresh(row).evidence_count, fresh(row).version) == (2, row.version + 1)
    for state in ("verified", "closed"):
        with pytest.raises(Forbidden):
            prove(world, issued_in(world, state))
    with pytest.raises(Forbidden):
        prove(world, draft(world), by="facilitator")


def test_nothing_waits_for_a_guest_of_the_dossier_who_takes_no_step(world: World) -> None:
    row = issued(world, dossier=begin(world, **RESTRICTED))
    prove(world, row)
    move(world, row, "accepted")
    move(world, row, "implemented")
    share = {
        "person": str(world.people["teacher"].pk),
        "access": "read",
        "until": (now() + timedelta(days=2)).isoformat(),
        "reason": "Порада",
    }
    shared = api(world, "facilitator").post(f"dossiers/{row.dossier_id}/shares", share)
    assert shared.status_code == 201, shared.content
    (shown,) = api(world, "teacher").get("recommendations").json()["items"]
    assert (shown["allowed"], shown["waits_for_me"]) == (["read"], False)
    assert api(world, "teacher").get("recommendations?waiting=me").json()["items"] == []
    assert str(row.pk) not in str(api(world, "teacher").get("today").json())


def test_verification_is_for_an_organisation_and_ends_the_work(world: World) -> None:
    row = move(world, issued_in(world, "implemented"), "verified", by="teacher")
    assert (row.implementation, row.verified_for) == ("verified", world.organisations["school"])
    for to in ("implemented", "returned", "closed_not_implemented"):
        with pytest.raises(Forbidden):
            move(world, row, to, by="teacher" if to == "returned" else "facilitator")


def test_a_return_and_a_reopening_lead_back_to_work(world: World) -> None:
    row = move(world, issued_in(world, "implemented"), "returned", by="teacher")
    assert (row.implementation, row.implementation_reason) == ("in_progress", "Так вирішили")
    row = move(world, issued_in(world, "closed"), "reopened", by="facilitator")
    assert row.implementation == "in_progress"


def test_who_returned_it_verifies_it_later(world: World) -> None:
    row = move(world, issued_in(world, "implemented"), "returned", by="teacher")
    row = move(world, row, "implemented")
    assert "teacher" in who_may(world, RecommendationAction.VERIFY, row)


def test_whoever_leads_logs_an_answer_with_who_said_what(world: World) -> None:
    row = issued(world)
    with pytest.raises(Invalid, match="/reason"):
        move(world, row, "rejected", by="facilitator", logged=True, reason="")
    with pytest.raises(Forbidden):
        move(world, row, "accepted", by="teacher", logged=True)
    row = move(world, row, "rejected", by="facilitator", logged=True, reason="Лист № 12: ні")
    assert (row.response, row.response_reason) == ("rejected", "Лист № 12: ні")


def test_of_two_answers_the_later_is_stale(world: World) -> None:
    row = issued(world)
    move(world, row, "accepted", expected_version=row.version)
    with pytest.raises(Stale):
        move(world, row, "rejected", expected_version=row.version - 1)


def test_words_are_frozen_in_the_database_too(world: World) -> None:
    row = issued(world)
    for name, value in (("text_uk", "Інше"), ("title_uk", "Інше"), ("cause_en", "Other"), ("number", 7)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Recommendation.objects.filter(pk=row.pk).update(**{name: value})
    other = world.organisations["council"].pk
    with pytest.raises(DatabaseError), transaction.atomic():
        Recommendation.objects.filter(pk=row.pk).update(addressee_organisation=other)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recommendation.objects.filter(pk=row.pk).delete()
    Recommendation.objects.filter(pk=row.pk).update(theme="roads")
    Recommendation.objects.filter(pk=draft(world).pk).update(text_uk="Інше")


def test_a_seat_of_the_addressee_that_is_taken_later_answers_too(world: World) -> None:
    row = issued(world, to="market")
    assert who_may(world, RecommendationAction.ACCEPT, row) == set()
    a_seat(world.group, world.mandates["outsider"], "member")  # type: ignore[arg-type]
    assert RecommendationPolicy().can(world.actor("outsider"), RecommendationAction.ACCEPT, fresh(row))


def test_what_is_over_is_verified_or_closed() -> None:
    assert {str(one) for one in OVER} == {"verified", "closed_not_implemented"}


@pytest.mark.parametrize("state", ["verified", "closed", "already_done"])
def test_evidence_on_which_an_end_rests_is_not_withdrawn(world: World, state: str) -> None:
    row = issued_in(world, "issued" if state == "already_done" else state)
    if state == "already_done":
        row = move(world, row, state)
    piece = DossierEvidence.objects.get(subject_id=row.pk)
    act: dict[str, Any] = {"actor": world.actor("officer"), "dossier_id": row.dossier_id}
    with pytest.raises(Forbidden, match="evidence_settled"):
        withdraw_evidence(**act, piece_id=piece.pk)
    path = f"recommendations/{row.pk}/evidence"
    (shown,) = api(world, "officer").get(path).json()["items"]
    assert (shown["allowed"], fresh(row).evidence_count) == (["read"], 1)
