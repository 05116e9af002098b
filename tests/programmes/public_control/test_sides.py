"""Who belongs to the authority takes no other part in the control of it."""

from __future__ import annotations

from typing import Any

import pytest

from groups.common.hooks import Succession
from groups.mandates.services import end_mandate
from groups.models import Mandate, Organisation, Role, Sector
from groups.organisations.services import register_organisation
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.services import hand_over_dossier, take_over_dossiers
from programmes.kit.independence import list_independent
from programmes.kit.participants.services import end_participant, name_participant
from programmes.kit.registry import DossierRole
from programmes.kit.transitions.notification_recipients import list_people_with
from programmes.models import Dossier, Participant
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import fresh, name_person
from tests.programmes.kit.helpers import freeze
from tests.programmes.public_control.helpers import (
    begin,
    bring,
    declare,
    name_monitor,
    reply,
)
from tests.programmes.recommendations.helpers import draft, issue, move, prove as prove_recommendation
from tests.tasks.external_assignees.test_external_assignees import a_body
from tests.tasks.helpers import tag
from viche.kernel.errors import Conflict, Forbidden, Invalid

pytestmark = pytest.mark.django_db


def test_nobody_is_named_for_the_authority_of_a_sealed_control(world: World) -> None:
    """What a copy of one's own data holds would tell them of it."""
    dossier = begin(world, announced=False)
    facts = {"role": "authority", "mandate": str(world.mandates["officer"].pk)}
    answer = api(world, "teacher").post(f"dossiers/{dossier.pk}/participants", facts, **tag(dossier.version))
    assert (answer.status_code, pointers(answer)) == (422, [("/mandate", "sealed")])


def test_whoever_sits_for_the_authority_leads_nothing_against_it(world: World) -> None:
    """Not even as facilitator of the group, once the group reads the report."""
    dossier = begin(world, authority_id=world.organisations["ngo"].pk)
    Dossier.objects.filter(pk=dossier.pk).update(visibility="group", state="report_sent", phase="follow_up")
    roles = {
        one: ActorDossierAccess.of(world.actor(one)).roles_for(fresh(dossier))
        for one in ("facilitator", "secretary")
    }
    assert DossierRole.COUNTERPART in roles["facilitator"]
    assert DossierRole.FACILITATOR not in roles["facilitator"]
    assert DossierRole.SECRETARY in roles["secretary"]
    other = begin(world)
    Dossier.objects.filter(pk=other.pk).update(visibility="group", state="report_sent", phase="follow_up")
    of_other = ActorDossierAccess.of(world.actor("facilitator")).roles_for(fresh(other))
    assert DossierRole.FACILITATOR in of_other
    name_side(world, dossier, "authority", "council")
    now_beside = ActorDossierAccess.of(world.actor("secretary")).roles_for(fresh(dossier))
    assert DossierRole.SPEAKER in now_beside
    assert DossierRole.SECRETARY not in now_beside


@pytest.fixture
def insider(world: World) -> Mandate:
    """The teacher's colleague, who has a seat for the school and works for a unit of the police, too."""
    unit = register_organisation(
        actor=SYSTEM,
        name_uk="Ізолятор",
        short_name_uk="Ізолятор",
        on_behalf_uk="ізолятора",
        sector=Sector.POLICE,
        territory_ids=[world.territory.pk],
        parent_id=world.organisations["police"].pk,
    )
    colleague = person("colleague")
    a_mandate(colleague, unit)
    seat = a_mandate(colleague, world.organisations["school"])
    a_seat(world.group, seat, Role.MEMBER)
    return seat


def name_side(world: World, dossier: Dossier, role: str, organisation: str) -> Participant:
    return name_participant(
        actor=world.actor("teacher"),
        dossier_id=dossier.pk,
        role=role,
        organisation_id=world.organisations[organisation].pk,
        expected_version=fresh(dossier).version,
    )


def test_whoever_works_for_the_authority_too_neither_looks_nor_leads(world: World, insider: Mandate) -> None:
    dossier = begin(world)
    name_side(world, dossier, "authority", "council")
    world.mandates["insider"] = insider
    with pytest.raises(Invalid, match="/mandate"):
        name_monitor(world, dossier, "insider")
    with pytest.raises(Invalid, match="/lead"):
        hand_over_dossier(
            actor=world.actor("teacher"),
            dossier_id=dossier.pk,
            lead_id=insider.pk,
            expected_version=fresh(dossier).version,
        )


def test_whoever_works_for_the_authority_too_begins_no_control_of_it(world: World, insider: Mandate) -> None:
    world.people["insider"] = insider.person
    with pytest.raises(Invalid, match="/authority_organisation"):
        begin(world, "insider")


def test_a_successor_who_works_for_the_authority_too_leads_nothing_against_it(
    world: World, insider: Mandate
) -> None:
    against, other = begin(world), begin(world, authority_id=world.organisations["council"].pk)
    succession = Succession(world.mandates["teacher"], insider, frozenset({world.group.pk}), frozenset())
    take_over_dossiers(actor=world.actor("teacher"), succession=succession)
    assert (fresh(against).lead_id, fresh(other).lead_id) == (world.mandates["teacher"].pk, insider.pk)


def test_the_authority_stays_as_long_as_the_control(world: World) -> None:
    """Else its people would look, and its link would open nothing."""
    for dossier in (begin(world), begin(world, outside_body_id=a_body(world).pk)):
        with pytest.raises(Conflict, match="participant_lasts"):
            end_participant(
                actor=world.actor("teacher"),
                dossier_id=dossier.pk,
                participant_id=dossier.participants.get(part=DossierRole.COUNTERPART).pk,
                expected_version=fresh(dossier).version,
            )


def test_a_unit_or_parent_of_the_authority_reviews_nothing(world: World, insider: Mandate) -> None:
    unit = Organisation.objects.get(parent=world.organisations["police"])
    world.organisations["unit"] = unit
    for authority, reviewer in (("police", "unit"), ("unit", "police")):
        dossier = begin(world, authority_id=world.organisations[authority].pk)
        with pytest.raises(Invalid, match="/organisation"):
            name_side(world, dossier, "reviewer", reviewer)


def list_allowed(world: World, dossier: Dossier, by: str) -> set[str]:
    return set(api(world, by).get(f"dossiers/{dossier.pk}").json()["allowed"])


def list_to_hand_over(world: World, by: str) -> list[str]:
    """Return the dossiers of a list that somebody may hand over."""
    found = api(world, by).get("dossiers").json()["items"]
    return [one["id"] for one in found if "hand_over" in one["allowed"]]


def test_nobody_else_takes_over_what_nobody_leads_any_more(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    end_mandate(actor=SYSTEM, mandate_id=dossier.lead_id, reason="Звільнення")
    assert list_to_hand_over(world, "observer") == []


def test_the_team_takes_over_what_nobody_leads_any_more(world: World) -> None:
    dossier = begin(world, announced=False)
    name_monitor(world, dossier)
    taking: dict[str, Any] = {"actor": world.actor("councillor"), "dossier_id": dossier.pk}
    own, other = world.mandates["councillor"].pk, world.mandates["secretary"].pk
    with pytest.raises(Forbidden):
        hand_over_dossier(**taking, lead_id=own, expected_version=fresh(dossier).version)
    other_dossier = begin(world, "facilitator")
    name_person(world, other_dossier, "councillor", "monitor")
    before = list_allowed(world, dossier, "councillor")
    assert list_to_hand_over(world, "councillor") == []
    end_mandate(actor=SYSTEM, mandate_id=dossier.lead_id, reason="Звільнення")
    assert list_to_hand_over(world, "councillor") == [str(dossier.pk)]
    assert list_allowed(world, dossier, "councillor") - before == {"hand_over"}
    with pytest.raises(Invalid, match="/lead"):
        hand_over_dossier(**taking, lead_id=other, expected_version=fresh(dossier).version)
    hand_over_dossier(**taking, lead_id=own, expected_version=fresh(dossier).version)
    assert fresh(dossier).lead_id == own


def test_whoever_works_for_another_authority_or_a_former_one_looks(world: World, insider: Mandate) -> None:
    begin(world)
    dossier = begin(world, authority_id=world.organisations["council"].pk)
    former = name_side(world, dossier, "authority", "police")
    end_participant(
        actor=world.actor("teacher"),
        dossier_id=dossier.pk,
        participant_id=former.pk,
        expected_version=fresh(dossier).version,
    )
    name_side(world, dossier, "reviewer", "police")
    world.mandates["insider"] = insider
    assert name_monitor(world, dossier, "insider").mandate == insider


def test_whoever_works_for_the_authority_too_signs_nothing_off(world: World, insider: Mandate) -> None:
    dossier = begin(world, by="facilitator")
    edition = freeze(world, dossier)
    assert not list_independent(edition, [insider.person_id])


def test_the_authority_is_no_monitor_and_no_reviewer(world: World) -> None:
    dossier = begin(world)
    for role in ("monitor", "reviewer"):
        for named in (
            {"organisation_id": world.organisations["police"].pk},
            {"mandate_id": world.mandates["officer"].pk},
        ):
            with pytest.raises(Invalid):
                name_participant(
                    actor=world.actor("teacher"),
                    dossier_id=dossier.pk,
                    role=role,
                    expected_version=fresh(dossier).version,
                    **named,
                )


def test_an_addressee_is_not_inspected(world: World) -> None:
    """A control may recommend something to the organisation that leads it: its own people go on leading."""
    dossier = bring(world, begin(world), "report_sent")
    issue(world, draft(world, "teacher", dossier=dossier, to="school"), "teacher")
    colleague = a_mandate(person("colleague"), world.organisations["school"])
    a_seat(world.group, colleague, Role.MEMBER)
    hand_over_dossier(
        actor=world.actor("teacher"),
        dossier_id=dossier.pk,
        lead_id=colleague.pk,
        expected_version=fresh(dossier).version,
    )
    assert fresh(dossier).lead_id == colleague.pk


def test_of_whom_something_was_recommended_no_reply_is_asked(world: World) -> None:
    """And they keep their rights as secretary of the group: they are not controlled, nor do they review."""
    dossier = bring(world, begin(world), "report_sent")
    row = issue(world, draft(world, "teacher", dossier=dossier, to="council"), "teacher")
    shown = {one: api(world, one).get(f"dossiers/{dossier.pk}").json() for one in ("officer", "secretary")}
    assert [one["deadline"]["waits_for_me"] for one in shown.values()] == [True, False]
    assert [one["waits_for_me"] for one in shown.values()] == [True, False]
    assert "decide_sign_off" not in shown["secretary"]["allowed"]
    waiting = api(world, "secretary").get("dossiers?waiting=me").json()["items"]
    duties = [one["kind"] for one in api(world, "secretary").get("today").json()["duties"]]
    assert (waiting, duties) == ([], ["programmes.answer"])
    bound = {one.person_id for one in list_people_with(fresh(dossier), {DossierRole.COUNTERPART})}
    assert bound == {world.people["officer"].pk}
    roles = ActorDossierAccess.of(world.actor("secretary")).roles_for(fresh(dossier))
    assert DossierRole.SECRETARY in roles
    with pytest.raises(Forbidden):
        reply(world, dossier, "secretary")
    move(world, row, "accepted", "secretary")
    prove_recommendation(world, row, "secretary")
    move(world, row, "implemented", "secretary")


def test_a_successor_follows_a_closed_control_up(world: World) -> None:
    dossier = bring(world, begin(world), "closed")
    after = world.mandates["secretary"]
    succession = Succession(world.mandates["teacher"], after, frozenset({world.group.pk}), frozenset())
    take_over_dossiers(actor=world.actor("teacher"), succession=succession)
    assert fresh(dossier).lead_id == after.pk


def test_nobody_comes_back_without_the_tie_that_they_declared(world: World) -> None:
    dossier = begin(world)
    monitor = name_monitor(world, dossier)
    declare(world, monitor, has_tie=True, words="Брат там працює")
    end_participant(
        actor=world.actor("teacher"),
        dossier_id=dossier.pk,
        participant_id=monitor.pk,
        expected_version=fresh(dossier).version,
    )
    with pytest.raises(Invalid, match="/mandate"):
        name_monitor(world, dossier)
