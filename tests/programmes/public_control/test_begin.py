"""A public control begins, its facts change while it is prepared, and who complained stays inside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from programmes.kit.dossiers.models import FIRST_RESTRICTED_NUMBER
from programmes.kit.evidence.services import withdraw_evidence
from programmes.models import Dossier
from programmes.public_control import rules
from programmes.public_control.services import edit_control
from tasks.models import OutsideBody
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import fresh, prove
from tests.programmes.public_control.helpers import TITLE, begin, bring, control_of
from viche.kernel.clock import today
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def describe_control(world: World, **facts: Any) -> dict[str, Any]:
    police = str(world.organisations["police"].pk)
    return {
        "title": TITLE,
        "mechanism": "visit",
        "announced": True,
        "authority_organisation": police,
        **facts,
    }


def begin_over_http(world: World, by: str = "teacher", **facts: Any) -> Any:
    return api(world, by).post(f"groups/{world.group.pk}/controls", describe_control(world, **facts))


def test_an_announced_control_is_known_to_its_group_and_read_by_its_participants(world: World) -> None:
    answer = begin_over_http(world, place="вул. Шкільна, 1", planned_on=str(today(world.group.time_zone)))
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["state"], shown["visibility"], shown["sealed"]) == ("planned", "participants", False)
    assert shown["number"] == FIRST_RESTRICTED_NUMBER
    assert [(one["role"], one["opened_at"]) for one in shown["participants"]] == [("authority", None)]
    facts = api(world, "teacher").get(f"dossiers/{shown['id']}/control").json()
    assert facts["authority"]["id"] == str(world.organisations["police"].pk)
    assert (facts["term"], facts["reply_due_on"]) == ({"days": 30, "counted": "calendar"}, None)
    assert facts["rules"]["label"]["en"] == "Example values, not legal advice"
    assert facts["allowed"] == ["edit_facts", "read_complaint", "write_complaint"]
    for other in ("officer", "facilitator"):
        assert api(world, other).get(f"dossiers/{shown['id']}/control").status_code == 404


def test_an_unannounced_control_is_sealed(world: World) -> None:
    dossier = begin(world, announced=False)
    assert (dossier.is_sealed, dossier.number) == (True, None)


def test_an_outside_body_is_controlled_too(world: World) -> None:
    body = OutsideBody.objects.create(register=world.group, name_uk="Водоканал")
    shown = begin_over_http(world, authority_organisation=None, outside_body=str(body.pk)).json()
    facts = api(world, "teacher").get(f"dossiers/{shown['id']}/control").json()
    assert (facts["authority"]["id"], facts["authority_outside"]) == (str(body.pk), True)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"title": ""}, "/title"),
        ({"mechanism": "raid"}, "/mechanism"),
        ({"announced": "yes"}, "/announced"),
        ({"planned_on": "2020-01-01"}, "/planned_on"),
        ({"planned_on": "tomorrow"}, "/planned_on"),
        ({"place": "х" * 201}, "/place"),
        ({"complaint": "х" * 2_001}, "/complaint"),
        ({"authority_organisation": None}, "/authority_organisation"),
        ({"authority_organisation": str(uuid7())}, "/authority_organisation"),
        ({"outside_body": str(uuid7())}, "/authority_organisation"),
        ({"authority_organisation": None, "outside_body": str(uuid7())}, "/outside_body"),
        ({"visibility": "group"}, "/visibility"),
    ],
)
def test_wrong_facts_begin_nothing(world: World, facts: dict[str, Any], fault: str) -> None:
    answer = begin_over_http(world, **facts)
    assert (answer.status_code, [one for one, _code in pointers(answer)]) == (422, [fault])
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("field", ["title", "title_en", "place"])
def test_the_facts_of_a_control_hold_no_data_of_people(world: World, field: str) -> None:
    facts = {field: "Дзвоніть 067 123 45 67"}
    answer = begin_over_http(world, **facts)
    assert (answer.status_code, pointers(answer)) == (422, [(f"/{field}", "phone")])
    assert not Dossier.objects.exists()
    address = f"dossiers/{begin(world).pk}" + ("/control" if field == "place" else "")
    edited = api(world, "teacher").patch(address, facts, **{"If-Match": '"1"'})
    assert (edited.status_code, pointers(edited)) == (422, [(f"/{field}", "phone")])
    assert edited.json()["code"] == "personal_data_refused"


def test_nobody_controls_themselves(world: World) -> None:
    answer = begin_over_http(world, "officer")
    assert pointers(answer) == [("/authority_organisation", "own")]


def test_a_control_does_not_begin_without_a_rule_for_its_reply(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(rules.TERMS, "visit")
    answer = begin_over_http(world)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_rule")
    assert not Dossier.objects.exists()


def test_a_control_does_not_begin_without_its_facts(world: World) -> None:
    body = {"kind": "public_control", "title": TITLE}
    answer = api(world, "teacher").post(f"groups/{world.group.pk}/dossiers", body)
    assert [one for one, _code in pointers(answer)] == ["/kind"]


def edit(world: World, dossier: Dossier, by: str = "teacher", **changes: Any) -> Dossier:
    version = fresh(dossier).version
    return edit_control(
        actor=world.actor(by), dossier_id=dossier.pk, expected_version=version, changes=changes
    )


def test_facts_change_while_it_is_prepared(world: World) -> None:
    dossier = begin(world)
    tomorrow = today(world.group.time_zone) + timedelta(days=1)
    address = f"dossiers/{dossier.pk}/control"
    teacher = api(world, "teacher")
    body = {"mechanism": "request", "planned_on": str(tomorrow), "place": "Архів"}
    answer = teacher.patch(address, body, **{"If-Match": '"1"'})
    assert answer.status_code == 200, answer.content
    shown = answer.json()
    assert (shown["mechanism"], shown["planned_on"], shown["place"]) == ("request", str(tomorrow), "Архів")
    assert shown["term"] == {"days": 5, "counted": "working"}
    assert teacher.patch(address, body, **{"If-Match": '"1"'}).status_code == 412
    bring(world, dossier, "conducted")
    version = fresh(dossier).version
    late = teacher.patch(address, body, **{"If-Match": f'"{version}"'})
    assert (late.status_code, late.json()["code"]) == (403, "dossier_state")


def test_the_mandate_letter_is_evidence_of_the_dossier_that_is_there(world: World) -> None:
    dossier, other = begin(world), begin(world)
    with pytest.raises(Invalid):
        edit(world, dossier, mandate_letter_id=prove(world, other, "teacher").pk)
    piece = prove(world, dossier, "teacher")
    edit(world, dossier, mandate_letter_id=piece.pk)
    withdraw_evidence(actor=world.actor("teacher"), dossier_id=dossier.pk, piece_id=piece.pk)
    shown = api(world, "teacher").get(f"dossiers/{dossier.pk}/control").json()
    assert shown["mandate_letter"] == {"id": str(piece.pk), "number": 1, "present": False}
    with pytest.raises(Invalid):
        edit(world, dossier, mandate_letter_id=piece.pk)
    edit(world, dossier, mandate_letter_id=None)
    assert control_of(dossier).mandate_letter is None


def test_another_mechanism_needs_its_rule_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = begin(world)
    monkeypatch.delitem(rules.TERMS, "platform")
    with pytest.raises(Conflict):
        edit(world, dossier, mechanism="platform")
