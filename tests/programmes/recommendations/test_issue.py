"""Drafts, issuing, better wordings, themes, and action items made of recommendations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from groups.grants import rebuild_grants
from groups.memberships.services import start_membership
from groups.models import Role
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import FIRST_RESTRICTED_NUMBER
from programmes.kit.dossiers.services import show_to_group
from programmes.kit.participants.services import name_participant
from programmes.kit.rules import get_rule_pack
from programmes.models import Dossier, DossierVisibility, Recommendation, Theme
from programmes.recommendations.services.actions import make_action_of_recommendation
from programmes.recommendations.services.draft import delete_recommendation, edit_recommendation
from programmes.recommendations.services.issue import replace_recommendation
from programmes.recommendations.services.theme import set_theme, set_themes
from tasks.models import OutsideBody
from tasks.provenance.selectors import build_chain
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_thread, say
from tests.groups.helpers import colleague
from tests.programmes.helpers import begin, take
from tests.programmes.recommendations.helpers import draft, fresh, issue, issued, issued_in, move
from tests.tasks.helpers import an_item_in
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
KYIV = "Europe/Kyiv"


def test_what_is_issued_has_a_number_and_a_due_day_and_its_addressee_takes_part(world: World) -> None:
    dossier = begin(world)
    first, second = (issue(world, draft(world, dossier=dossier)) for _ in range(2))
    assert (first.number, second.number, first.year) == (1, 2, today(KYIV).year)
    assert (first.due_on, first.rule_pack) == (today(KYIV) + timedelta(days=30), "demo-0")
    assert first.proposed_through == world.mandates["facilitator"]
    (named,) = dossier.participants.all()
    assert (named.role, named.organisation) == ("addressee", world.organisations["police"])
    assert set(first.reminders.values_list("band", flat=True)) == {"due", "90", "180", "365"}
    with pytest.raises(Forbidden):
        issue(world, first)


@pytest.mark.parametrize("was_named", [False, True])
def test_the_addressee_reads_a_restricted_dossier_once_it_is_issued(world: World, was_named: bool) -> None:
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS)
    if was_named:
        name_participant(
            actor=world.actor("facilitator"),
            dossier_id=dossier.pk,
            role="addressee",
            organisation_id=world.organisations["police"].pk,
            expected_version=dossier.version,
        )
    row = draft(world, dossier=dossier)
    with pytest.raises(NotFound):
        move(world, row, "accepted")
    row = issue(world, row)
    assert row.number == FIRST_RESTRICTED_NUMBER
    assert move(world, row, "accepted").response == "accepted"
    assert not ActorDossierAccess.of(world.actor("teacher")).can_read(dossier)


def test_nothing_is_issued_from_a_sealed_dossier(world: World) -> None:
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS, sealed=True)
    row = draft(world, dossier=dossier)
    with pytest.raises(Conflict, match="not_for_addressee"):
        issue(world, row)
    show_to_group(actor=world.actor("facilitator"), dossier_id=dossier.pk, expected_version=dossier.version)
    assert issue(world, row).number == 1


def test_nothing_is_issued_without_a_rule_for_its_due_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = draft(world)
    monkeypatch.setattr("programmes.recommendations.services.issue.MECHANISM", "unheard_of")
    with pytest.raises(Conflict, match="no_rule"):
        issue(world, row)
    assert fresh(row).number is None
    with pytest.raises(Conflict, match="no_rule_pack"):
        get_rule_pack("demo-9")


def test_working_days_leave_weekends_out() -> None:
    pack = get_rule_pack()
    assert pack.find_due_day("information_request", date(2027, 3, 12)) == date(2027, 3, 19)
    assert pack.find_due_day("consultation", date(2027, 3, 12)) == date(2027, 3, 27)
    assert (pack.source, pack.label["en"]) == ("", "Example values, not legal advice")


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"title_uk": " "}, "/title"),
        ({"title_uk": "x" * 201}, "/title"),
        ({"text_uk": ""}, "/text"),
        ({"text_en": "\u202e"}, "/text_en"),
        ({"cause_uk": "x" * 2001}, "/cause"),
        ({"addressee_organisation_id": None}, "/addressee_organisation"),
        ({"addressee_organisation_id": uuid7()}, "/addressee_organisation"),
        ({"outside_body_id": uuid7(), "addressee_organisation_id": None}, "/outside_body"),
        ({"outside_body_id": uuid7(), "addressee_organisation_id": uuid7()}, "/outside_body"),
        ({"source": ("decision", uuid7())}, "/follows_from"),
        ({"source": ("message", uuid7())}, "/follows_from"),
        ({"source": ("action", uuid7())}, "/follows_from"),
        ({"mandate_id": uuid7()}, "/on_behalf_of"),
    ],
)
def test_a_draft_with_a_fault_says_where(world: World, facts: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        draft(world, **facts)
    assert [one.pointer for one in refused.value.errors] == [pointer]


def test_drafts_are_made_edited_and_discarded_by_those_who_work_on_the_dossier(world: World) -> None:
    dossier = begin(world, by="officer")
    with pytest.raises(Forbidden):
        draft(world, by="teacher", dossier=dossier)
    with pytest.raises(NotFound):
        draft(world, by="outsider", dossier=dossier)
    row = draft(world, by="officer", dossier=dossier, to="council")
    changes: Any = {"title_uk": "Нова назва", "addressee_organisation_id": world.organisations["school"].pk}
    row = edit_recommendation(
        actor=world.actor("officer"), recommendation_id=row.pk, expected_version=1, changes=changes
    )
    assert (row.title_uk, row.addressee_organisation) == ("Нова назва", world.organisations["school"])
    step: dict[str, Any] = {"actor": world.actor("officer"), "recommendation_id": row.pk}
    with pytest.raises(Stale):
        delete_recommendation(**step, expected_version=1)
    delete_recommendation(**step, expected_version=2)
    assert not dossier.recommendations.exists()


def test_what_was_issued_is_neither_edited_nor_discarded(world: World) -> None:
    row = issued(world)
    step: dict[str, Any] = {"actor": world.actor("facilitator"), "recommendation_id": row.pk}
    with pytest.raises(Forbidden, match="recommendation_state"):
        edit_recommendation(**step, expected_version=row.version, changes={"title_uk": "Інша"})
    with pytest.raises(Forbidden, match="recommendation_state"):
        delete_recommendation(**step, expected_version=row.version)


def test_a_better_wording_supersedes_and_the_old_one_moves_no_more(world: World) -> None:
    old = issued_in(world, "accepted")
    new = replace_recommendation(
        actor=world.actor("facilitator"),
        recommendation_id=old.pk,
        expected_version=old.version,
        text_uk="Патруль щовечора",
    )
    assert (new.text_uk, new.title_uk, new.number, new.response) == (
        "Патруль щовечора",
        old.title_uk,
        2,
        "pending",
    )
    assert fresh(old).superseded_by == new
    assert list(Recommendation.objects.issued()) == [new]
    with pytest.raises(Forbidden, match="recommendation_state"):
        move(world, old, "in_progress")
    move(world, new, "accepted")


def test_what_is_issued_reaches_whoever_sits_for_the_addressee_by_now(world: World) -> None:
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS)
    issued(world, dossier=dossier)
    world.people["late"] = colleague(world, "police")
    mandate = world.people["late"].mandates.get()
    start_membership(
        actor=SYSTEM, group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER, since=now()
    )
    late = world.actor("late")
    assert not ActorDossierAccess.of(late).can_read(dossier)
    row = issued(world, dossier=dossier)
    assert ActorDossierAccess.of(late).can_read(dossier)
    assert move(world, row, "accepted", by="late").response == "accepted"
    assert dossier.participants.filter(until=None).count() == 1
    assert not rebuild_grants().people


def test_a_dossier_is_not_closed_over_an_answer_that_is_still_expected(world: World) -> None:
    row = issued_in(world, "closed")
    settled = take(world, row.dossier, "settled")
    late = issued(world, dossier=settled)
    move(world, late, "closed_not_implemented", by="facilitator")
    with pytest.raises(Conflict, match="unanswered"):
        take(world, settled, "closed")
    move(world, late, "rejected")
    assert take(world, settled, "closed").is_closed


def test_nothing_moves_in_a_closed_dossier(world: World) -> None:
    row = issued(world)
    Dossier.objects.filter(pk=row.dossier_id).update(phase="closed")
    with pytest.raises(Forbidden, match="recommendation_state"):
        move(world, row, "accepted")


def test_an_outside_body_answers_through_whoever_leads(world: World) -> None:
    body = OutsideBody.objects.create(register=world.group, name_uk="Водоканал")
    row = issue(world, draft(world, outside_body_id=body.pk))
    with pytest.raises(Forbidden):
        move(world, row, "accepted")
    row = move(world, row, "accepted", by="facilitator", logged=True, reason="Лист № 4: так")
    assert row.response == "accepted"


def test_the_theme_is_set_also_later_alone_or_of_several(world: World) -> None:
    row, other = issued(world), issued(world)
    row = set_theme(
        actor=world.actor("facilitator"),
        recommendation_id=row.pk,
        expected_version=row.version,
        theme=Theme.STREETS,
    )
    assert row.theme == Theme.STREETS
    ids = [row.pk, other.pk]
    set_themes(actor=world.actor("facilitator"), recommendation_ids=ids, theme=Theme.ROADS)
    assert {fresh(one).theme for one in (row, other)} == {Theme.ROADS}
    with pytest.raises(Forbidden):
        set_themes(actor=world.actor("teacher"), recommendation_ids=ids, theme=Theme.FRAUD)
    with pytest.raises(Invalid, match="/recommendations/1"):
        set_themes(actor=world.actor("facilitator"), recommendation_ids=[row.pk, uuid7()], theme=Theme.FRAUD)
    with pytest.raises(Invalid, match="/recommendations"):
        set_themes(actor=world.actor("facilitator"), recommendation_ids=[], theme=Theme.FRAUD)
    assert fresh(row).theme == Theme.ROADS


def test_the_chain_of_an_action_item_leads_through_the_recommendation(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "teacher", thread)
    row = issue(world, draft(world, source=("message", message.pk)))
    item = make_action_of_recommendation(
        actor=world.actor("facilitator"),
        recommendation_id=row.pk,
        due_on=today(KYIV) + timedelta(days=14),
    )
    assert (item.title_uk, item.owner_organisation) == (row.title_uk, world.organisations["police"])
    kinds = [one.kind for one in build_chain(world.actor("teacher"), item)]
    assert kinds == ["message", "recommendation", "action", "evidence", "verification"]
    step = next(one for one in build_chain(world.actor("teacher"), item) if one.kind == "recommendation")
    assert (step.url, step.state) == (f"/recommendations/{row.pk}", "pending")


def test_a_verified_action_item_moves_nothing_by_itself(world: World) -> None:
    row = issued_in(world, "in_progress")
    item = an_item_in(world, "verified")
    make_action_of_recommendation(
        actor=world.actor("facilitator"), recommendation_id=row.pk, due_on=today(KYIV) + timedelta(days=14)
    )
    assert item.state == "verified"
    assert (fresh(row).implementation, fresh(row).version) == ("in_progress", row.version)


def test_no_action_item_is_made_of_what_the_group_does_not_read(world: World) -> None:
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS)
    row = issue(world, draft(world, dossier=dossier))
    with pytest.raises(Forbidden, match="recommendation_state"):
        make_action_of_recommendation(
            actor=world.actor("facilitator"),
            recommendation_id=row.pk,
            due_on=today(KYIV) + timedelta(days=14),
        )
