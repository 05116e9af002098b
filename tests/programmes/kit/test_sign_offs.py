"""Sign-offs: who may decide about an edition, what a later one does to a request, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from groups.mandates.services import end_mandate
from groups.models import Organisation, Role
from programmes.kit.editions.services import make_edition
from programmes.kit.participants.services import end_participant
from programmes.kit.registry import PROGRAMMES
from programmes.kit.requirements import find_missing_sign_off
from programmes.kit.sign_offs.services import decide_sign_off
from programmes.models import Dossier, SignOff
from programmes.recommendations.policies import KIND
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world, person
from tests.dialogue.helpers import api, at_once, pointers
from tests.groups.access.helpers import shared
from tests.groups.helpers import colleague, stand_in
from tests.programmes.helpers import SEALED, begin, fresh, hand_over
from tests.programmes.kit.helpers import REVIEWER, TEAM, a_request, add_part, freeze
from tests.programmes.kit.test_editions import build_report
from tests.programmes.kit.test_races import reasons_of
from tests.tasks.helpers import tag
from tests.tasks.items.affiliations import JOIN, leave
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.privacy.registry import DATA_CATEGORIES

GIVEN = {"outcome": "given"}
RETURNED = {"outcome": "returned", "reason": "Бракує фото"}


@pytest.fixture
def reviewer_role(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind of dossier that exists has a report, a team and reviewers."""
    roles = {**PROGRAMMES[KIND].roles, "reviewer": REVIEWER, "monitor": TEAM}
    monkeypatch.setitem(PROGRAMMES, KIND, replace(PROGRAMMES[KIND], report=build_report, roles=roles))


@pytest.fixture
def dossier(world: World, reviewer_role: None) -> Dossier:
    """The facilitator's, of the civil society; the police are its team, the school reviews it."""
    made = begin(world)
    add_part(world, made, TEAM, "police")
    add_part(world, made, REVIEWER, "school")
    return fresh(made)


def ask(world: World, dossier: Dossier, organisation: str = "school", by: str = "facilitator") -> Any:
    reviewer = dossier.participants.filter(
        organisation=world.organisations[organisation], until=None
    ).earliest("pk")
    body = {"participant_id": str(reviewer.pk)}
    return api(world, by).post(f"dossiers/{dossier.pk}/sign-offs", body, **tag(fresh(dossier).version))


def decide(world: World, dossier: Dossier, by: str = "teacher", **body: str) -> Any:
    row = SignOff.objects.filter(edition__dossier=dossier).latest("pk")
    address = f"dossiers/{dossier.pk}/sign-offs/{row.pk}/decision"
    return api(world, by).put(address, body or GIVEN, **tag(fresh(dossier).version))


def outcome(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def page(world: World, dossier: Dossier, by: str) -> dict[str, Any]:
    shown: dict[str, Any] = api(world, by).get(f"dossiers/{dossier.pk}").json()
    return shown


def list_notices(world: World) -> list[tuple[str, str, str]]:
    drain_outbox()
    names = {one.pk: name for name, one in world.people.items()}
    rows = Notification.objects.filter(kind__startswith="programmes.sign_off").order_by("pk")
    return [(names[one.person_id], one.kind.rpartition("_")[2], one.reason) for one in rows]


# ---- the way of one ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_reviewer_signs_off_the_latest_edition(world: World, dossier: Dossier) -> None:
    assert outcome(ask(world, dossier)) == (409, "no_edition")
    freeze(world, dossier)
    assert find_missing_sign_off(dossier) is not None
    made = ask(world, dossier)
    assert (made.status_code, made.headers["ETag"]) == (201, f'"{dossier.version + 1}"')
    (row,) = made.json()["sign_offs"]
    assert (row["state"], row["edition"], row["allowed"]) == ("asked", 1, [])
    assert row["participant"]["organisation"]["id"] == str(world.organisations["school"].pk)
    assert page(world, dossier, "teacher")["sign_offs"][0]["allowed"] == ["decide_sign_off"]
    assert outcome(ask(world, dossier)) == (409, "sign_off_asked")
    (row,) = decide(world, dossier).json()["sign_offs"]
    assert (row["state"], row["reason"], row["allowed"]) == ("given", "", [])
    assert row["decided_by"]["organisation"]["id"] == str(world.organisations["school"].pk)
    assert find_missing_sign_off(dossier) is None
    assert outcome(decide(world, dossier, **RETURNED)) == (409, "sign_off_over")
    kinds = Event.objects.filter(subject_id=dossier.pk).order_by("-id").values_list("kind", flat=True)
    assert list(kinds[:2]) == ["programmes.sign_off_decided", "programmes.sign_off_asked"]


@pytest.mark.django_db
def test_an_edition_is_returned_with_a_reason_and_signed_off_anew(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    wordless = decide(world, dossier, outcome="returned", reason=" ")
    assert (wordless.status_code, pointers(wordless)) == (422, [("/reason", "blank")])
    assert decide(world, dossier, **RETURNED).status_code == 200
    assert find_missing_sign_off(dossier) is not None
    freeze(world, dossier)
    ask(world, dossier)
    decide(world, dossier)
    states = [
        (one["edition"], one["state"], one["reason"]) for one in page(world, dossier, "observer")["sign_offs"]
    ]
    assert states == [(2, "given", ""), (1, "returned", "Бракує фото")]
    freeze(world, dossier)
    assert find_missing_sign_off(dossier) is not None  # the latest one is another


@pytest.mark.django_db
def test_a_later_edition_voids_a_request(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    freeze(world, dossier)
    assert page(world, dossier, "teacher")["sign_offs"][0]["state"] == "void"
    assert page(world, dossier, "teacher")["sign_offs"][0]["allowed"] == []
    assert outcome(decide(world, dossier)) == (409, "sign_off_over")


@pytest.mark.django_db
def test_what_was_decided_never_changes(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    decide(world, dossier)
    rows = SignOff.objects.filter(edition__dossier=dossier)
    for change in (partial(rows.update, outcome="returned", reason="Ні"), partial(rows._raw_delete, rows.db)):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    open_row = a_request(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.filter(pk=open_row.pk).update(outcome="given")


# ---- who ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_leads_asks_a_reviewer_alone(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    for by, code in (("officer", 403), ("teacher", 403), ("observer", 403), ("outsider", 404)):
        assert ask(world, dossier, by=by).status_code == code, by
    assert pointers(ask(world, dossier, "police")) == [("/participant_id", "no_reviewer")]
    add_part(world, dossier, REVIEWER, "ngo")
    assert pointers(ask(world, dossier, "ngo")) == [("/participant_id", "not_independent")]
    assert "ask_sign_off" in page(world, dossier, "facilitator")["allowed"]


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["facilitator", "officer", "secretary", "observer", "outsider", "guest"])
def test_nobody_else_decides(world: World, dossier: Dossier, by: str) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    world.people["guest"] = person("guest")
    shared(world, dossier, world.people["guest"], "dossier")
    assert decide(world, dossier, by).status_code == (404 if by == "outsider" else 403)
    # Another reviewer decides about their own request only.
    add_part(world, dossier, REVIEWER, "council")
    if by == "secretary":
        assert outcome(decide(world, dossier, by)) == (403, "forbidden")


@pytest.mark.django_db
@pytest.mark.parametrize("way", sorted(JOIN))
@pytest.mark.parametrize("place", ["team", "lead", "unit", "whole"])
def test_whoever_belongs_to_those_at_work_does_not_decide(
    world: World, dossier: Dossier, way: str, place: str
) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    whose = {"team": "police", "lead": "ngo"}.get(place, "market")
    if place == "unit":
        Organisation.objects.filter(pk=world.organisations["market"].pk).update(
            parent=world.organisations["police"]
        )
    if place == "whole":
        Organisation.objects.filter(pk=world.organisations["police"].pk).update(
            parent=world.organisations["market"]
        )
    held = JOIN[way](world, "teacher", whose)
    assert page(world, dossier, "teacher")["sign_offs"][0]["allowed"] == []
    assert outcome(decide(world, dossier)) == (403, "not_independent")
    leave(held, only_suspend=False)
    assert outcome(decide(world, dossier)) == (403, "not_independent")  # it had begun before they left


@pytest.mark.django_db
def test_whoever_left_before_the_work_began_decides(world: World, reviewer_role: None) -> None:
    leave(JOIN["represent"](world, "teacher", "police"), only_suspend=False)
    dossier = begin(world)
    add_part(world, dossier, TEAM, "police")
    add_part(world, dossier, REVIEWER, "school")
    freeze(world, dossier)
    ask(world, dossier)
    assert decide(world, dossier).status_code == 200


@pytest.mark.django_db
def test_who_led_or_was_in_the_team_does_not_decide_later(world: World, reviewer_role: None) -> None:
    dossier = begin(world, "teacher")
    hand_over(world, dossier, "facilitator")
    end_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        participant_id=add_part(world, dossier, TEAM, "council").pk,
        expected_version=fresh(dossier).version,
    )
    freeze(world, dossier)
    for organisation in ("school", "council"):
        add_part(world, dossier, REVIEWER, organisation)
        asked = ask(world, dossier, organisation)
        if organisation == "school":
            assert pointers(asked) == [("/participant_id", "not_independent")]
    row = dossier.participants.filter(organisation=world.organisations["council"]).latest("pk")
    SignOff.objects.get_or_create(
        edition=dossier.editions.get(), participant=row, defaults={"asked_by": world.people["facilitator"]}
    )
    assert outcome(decide(world, dossier, "councillor")) == (403, "not_independent")


@pytest.mark.django_db
def test_a_deputy_decides_for_the_reviewer_unless_they_are_involved(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    for name in ("deputy", "involved"):
        world.people[name] = colleague(world, "school")
        stand_in(world, "teacher", world.people[name], now(), now() + timedelta(days=2))
    JOIN["represent"](world, "involved", "police")
    assert outcome(decide(world, dossier, "involved")) == (403, "not_independent")
    assert decide(world, dossier, "deputy").status_code == 200
    (row,) = page(world, dossier, "teacher")["sign_offs"]
    assert row["decided_by"]["acting_for"]["id"] == str(world.people["teacher"].pk)


@pytest.mark.django_db
def test_a_reviewer_whose_part_ended_decides_no_more(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    end_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        participant_id=SignOff.objects.get(edition__dossier=dossier).participant_id,
        expected_version=fresh(dossier).version,
    )
    assert decide(world, dossier).status_code == 403
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["teacher"].pk, reason="Пішла")
    assert decide(world, dossier).status_code == 404


@pytest.mark.django_db
def test_each_dossier_has_requests_and_editions_of_its_own(world: World, dossier: Dossier) -> None:
    other = begin(world)
    for _number in range(2):
        freeze(world, other)
    assert outcome(ask(world, dossier)) == (409, "no_edition")
    freeze(world, dossier)
    add_part(world, other, REVIEWER, "school")
    ask(world, other)
    assert ask(world, dossier).status_code == 201
    theirs = SignOff.objects.get(edition__dossier=other)
    address = f"dossiers/{dossier.pk}/sign-offs/{theirs.pk}/decision"
    assert api(world, "teacher").put(address, GIVEN, **tag(fresh(dossier).version)).status_code == 404
    assert decide(world, dossier).status_code == 200


@pytest.mark.django_db
def test_several_reviewers_are_asked_and_none_whose_part_has_ended(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    second = add_part(world, dossier, REVIEWER, "council")
    assert [ask(world, dossier, one).status_code for one in ("school", "council")] == [201, 201]
    end_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        participant_id=second.pk,
        expected_version=fresh(dossier).version,
    )
    body = {"participant_id": str(second.pk)}
    address = f"dossiers/{dossier.pk}/sign-offs"
    refused = api(world, "facilitator").post(address, body, **tag(fresh(dossier).version))
    assert pointers(refused) == [("/participant_id", "no_reviewer")]


@pytest.mark.django_db
def test_who_leads_asks_by_the_mandate_that_leads(world: World, dossier: Dossier) -> None:
    a_seat(world.group, a_mandate(world.people["facilitator"], world.organisations["market"]), Role.MEMBER)
    freeze(world, dossier)
    ask(world, dossier)
    asked = Event.objects.get(subject_id=dossier.pk, kind="programmes.sign_off_asked")
    lead = world.mandates["facilitator"].pk
    assert (SignOff.objects.get().asked_through_id, asked.data["mandate_id"]) == (lead, str(lead))


# ---- at the same moment ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_decide_one_after_the_other(reviewer_role: None) -> None:
    world = a_world("Тут")
    row = a_request(world)
    second = person("second")
    a_seat(world.group, a_mandate(second, world.organisations["school"]), Role.MEMBER)
    world.people["second"] = second
    act = partial(
        decide_sign_off,
        dossier_id=row.dossier.pk,
        sign_off_id=row.pk,
        expected_version=fresh(row.dossier).version,
    )
    outcomes = at_once(
        partial(act, actor=world.actor("teacher"), outcome="given"),
        partial(act, actor=world.actor("second"), **RETURNED),
    )
    assert reasons_of(outcomes) == ["stale"]
    assert Event.objects.filter(kind="programmes.sign_off_decided").count() == 1


@pytest.mark.django_db
def test_a_new_edition_makes_a_decision_on_its_way_stale(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    seen = fresh(dossier).version
    row = SignOff.objects.get(edition__dossier=dossier)
    make_edition(actor=world.actor("facilitator"), dossier_id=dossier.pk, reason="Виправлення")
    late = api(world, "teacher").put(f"dossiers/{dossier.pk}/sign-offs/{row.pk}/decision", GIVEN, **tag(seen))
    assert outcome(late) == (412, "stale")


# ---- who is told -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_reviewer_is_told_and_then_who_leads(world: World, dossier: Dossier) -> None:
    second = person("second")
    world.people["second"] = second
    a_seat(world.group, a_mandate(second, world.organisations["school"]), Role.MEMBER)
    a_mandate(second, world.organisations["police"])
    freeze(world, dossier)
    ask(world, dossier)
    assert list_notices(world) == [("teacher", "asked", "participant")]
    decide(world, dossier, **RETURNED)
    assert list_notices(world)[-1:] == [("facilitator", "decided", "lead")]
    (item,) = [
        one
        for one in api(world, "facilitator").get("notifications").json()["items"]
        if one["title"]["en"].startswith("The report was returned")
    ]
    assert item["body"]["uk"] == "Бракує фото"


@pytest.mark.django_db
def test_of_a_sealed_dossier_its_reviewer_alone_hears(world: World, reviewer_role: None) -> None:
    dossier = begin(world, **SEALED)
    add_part(world, dossier, REVIEWER, "school")
    freeze(world, dossier)
    assert ask(world, dossier).status_code == 201
    assert list_notices(world) == [("teacher", "asked", "participant")]
    assert [one["kind"] for one in api(world, "teacher").get("today").json()["duties"]] == [
        "programmes.sign_off"
    ]
    assert api(world, "officer").get("today").json()["duties"] == []
    assert decide(world, dossier, "officer").status_code == 404


@pytest.mark.django_db
def test_a_copy_of_ones_data_has_ones_sign_offs(world: World, dossier: Dossier) -> None:
    freeze(world, dossier)
    ask(world, dossier)
    decide(world, dossier, **RETURNED)
    read = DATA_CATEGORIES["programmes.sign_offs"].read
    (mine,) = read(world.people["teacher"].pk)
    (asked,) = read(world.people["facilitator"].pk)
    assert (mine["decided_it"], mine["reason"]) == (True, "Бракує фото")
    assert (asked["asked_it"], asked["decided_it"], asked["reason"]) == (True, False, "")
