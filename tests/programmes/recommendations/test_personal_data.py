"""Personal data is refused in the words of recommendations, and in what is answered to them."""

from __future__ import annotations

from typing import Any

import pytest

from programmes.kit.editions.services import make_edition
from programmes.models import Recommendation
from tests.cast import World
from tests.dialogue.helpers import api
from tests.programmes.helpers import add_answered, begin, fresh as fresh_dossier
from tests.programmes.kit.test_personal_data import EMAIL, FINDING_FAULTS, PHONE, check_refused
from tests.programmes.recommendations.helpers import TEXT, TITLE, draft, fresh, issued
from tests.programmes.recommendations.test_links import make_link, send
from tests.programmes.recommendations.test_tables import HEADING, as_sent, confirm, police, preview
from tests.tasks.external_assignees.test_external_assignees import a_body
from tests.tasks.import_items.test_import_items import as_csv

pytestmark = pytest.mark.django_db
FAULTS = [
    *FINDING_FAULTS,
    ({"cause": PHONE}, ("/cause", "phone")),
    ({"cause_en": EMAIL}, ("/cause_en", "email")),
]


@pytest.mark.parametrize(("words", "fault"), FAULTS)
def test_a_recommendation_holds_no_data_of_people(
    world: World, words: dict[str, str], fault: tuple[str, str]
) -> None:
    leader, dossier = api(world, "facilitator"), begin(world)
    body: dict[str, Any] = {
        "title": TITLE,
        "text": TEXT,
        "theme": "policing",
        "addressee_organisation": str(world.organisations["police"].pk),
        **words,
    }
    check_refused(leader.post(f"dossiers/{dossier.pk}/recommendations", body), fault)
    assert not Recommendation.objects.exists()
    row = draft(world, dossier=dossier)
    check_refused(leader.patch(f"recommendations/{row.pk}", words, **{"If-Match": '"1"'}), fault)
    assert fresh(row).version == 1


def test_a_better_wording_holds_none(world: World) -> None:
    row = issued(world)
    match = {"If-Match": f'"{fresh(row).version}"'}
    path = f"recommendations/{row.pk}/replacement"
    check_refused(api(world, "facilitator").post(path, {"text": PHONE}, **match), ("/text", "phone"))
    assert Recommendation.objects.get() == row


def test_a_row_of_a_list_holds_none(world: World) -> None:
    dossier = begin(world)
    content = as_csv(
        (PHONE, TEXT, police(world), "Roads", ""), (TITLE, TEXT, police(world), "Roads", ""), heading=HEADING
    )
    told = preview(world, dossier, content).json()
    assert [(one["number"], one["column"], one["code"]) for one in told["faults"]] == [(2, "title", "phone")]
    (row,) = told["rows"]
    refused = confirm(world, dossier, [{**as_sent(row), "text": EMAIL}])
    assert (refused.status_code, dossier.recommendations.count()) == (409, 0)


@pytest.mark.parametrize(("to", "by"), [("rejected", "officer"), ("closed_not_implemented", "facilitator")])
def test_the_reason_of_a_step_holds_none(world: World, to: str, by: str) -> None:
    row = issued(world)
    match = {"If-Match": f'"{fresh(row).version}"'}
    body = {"to": to, "reason": PHONE}
    answer = api(world, by).post(f"recommendations/{row.pk}/transitions", body, **match)
    check_refused(answer, ("/reason", "phone"))
    assert fresh(row).version == row.version


def test_an_answer_by_a_link_holds_none(world: World) -> None:
    row = issued(world, outside_body_id=a_body(world).pk)
    _link, secret = make_link(world, row)
    refused = send(secret, row, "rejected", EMAIL)
    assert (refused.status_code, fresh(row).response) == (422, "pending")


def test_the_reason_of_a_step_of_the_dossier_and_of_an_edition_holds_none(world: World) -> None:
    dossier = begin(world)
    add_answered(world, dossier)
    make_edition(actor=world.actor("facilitator"), dossier_id=dossier.pk)
    lead, match = api(world, "facilitator"), {"If-Match": f'"{fresh_dossier(dossier).version}"'}
    check_refused(lead.post(f"dossiers/{dossier.pk}/editions", {"reason": PHONE}), ("/reason", "phone"))
    body = {"to": "settled", "reason": PHONE}
    check_refused(lead.post(f"dossiers/{dossier.pk}/transitions", body, **match), ("/reason", "phone"))
