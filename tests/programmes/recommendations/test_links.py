"""Recommendations to bodies without an account: their links, letters, and the one answer by the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from programmes.models import Dossier, Recommendation, TransitionTaken
from programmes.recommendations.services.issue import replace_recommendation
from programmes.recommendations.services.link import make_recommendation_link
from tasks.external_assignees.delivery_failures import note_letter_lost
from tasks.external_assignees.emails import find_link
from tasks.external_assignees.services import forget_contacts
from tasks.models import ActionLink, OutsideBody
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import RESTRICTED, begin
from tests.programmes.recommendations.helpers import TEXT, draft, fresh, issued, move, prove
from tests.programmes.recommendations.test_notifications import told
from tests.tasks.external_assignees.test_external_assignees import a_body
from tests.tasks.helpers import in_days
from viche.accounts.models import Letter, Loss
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
REASONED = {"partly": "Лише двір", "rejected": "Немає коштів", "already_done": "Засвітили у травні"}


@pytest.fixture
def row(world: World) -> Recommendation:
    """To a body without an account, proposed and led by the facilitator."""
    return issued(world, outside_body_id=a_body(world).pk)


def make_link(world: World, row: Recommendation, **asked: Any) -> tuple[ActionLink, str]:
    return make_recommendation_link(actor=world.actor("facilitator"), recommendation_id=row.pk, **asked)


def send(secret: str, row: Recommendation, step: str, reason: str = "") -> Any:
    body = {"version": fresh(row).version, "step": step, "reason": reason}
    return Client().post(f"/a/{secret}", body)


def status_of(secret: str) -> int:
    return Client().get(f"/a/{secret}").status_code


# ---- the page ----------------------------------------------------------------------------------------------


def test_the_page_shows_the_frozen_words_and_the_day(world: World, row: Recommendation) -> None:
    link, secret = make_link(world, row)
    page = Client().get(f"/a/{secret}").content.decode()
    for words in (TEXT, world.group.name_uk, "Водоканал", f"{row.due_on:%Y-%m-%d}"):
        assert words in page
    assert "не юридична порада" in page
    link.refresh_from_db()
    assert (link.last_used_at, "<script" in page) == (None, False)


@pytest.mark.parametrize("step", ["accepted", *REASONED])
def test_the_body_answers_once_in_its_own_name(world: World, row: Recommendation, step: str) -> None:
    link, secret = make_link(world, row)
    if step == "already_done":
        assert "already_done" not in Client().get(f"/a/{secret}").content.decode()
        assert send(secret, row, step, REASONED[step]).status_code == 409
        prove(world, row, "facilitator")
    if step in ("partly", "rejected"):
        assert send(secret, row, step, " ").status_code == 422
    told(world)
    assert send(secret, row, step, REASONED.get(step, "")).status_code == 303
    shown = api(world, "observer").get(f"recommendations/{row.pk}").json()
    assert (shown["response"], shown["response_logged"], shown["response_by"]) == (step, False, None)
    assert fresh(row).response_reason == REASONED.get(step, "")
    taken = TransitionTaken.objects.get(subject_id=row.pk)
    assert (taken.by, taken.link) == (None, link)
    assert "facilitator" in told(world)
    again = send(secret, row, "rejected" if step != "rejected" else "accepted", "Передумали")
    assert (again.status_code, fresh(row).response) == (409, step)
    assert REASONED.get(step, "") in Client().get(f"/a/{secret}").content.decode()


def test_by_the_link_nothing_but_an_answer_is_given(world: World, row: Recommendation) -> None:
    _link, secret = make_link(world, row)
    assert send(secret, row, "implemented", "Готово").status_code == 403
    assert send(secret, row, "unheard_of").status_code == 422
    stale = Client().post(f"/a/{secret}", {"version": "0", "step": "accepted"})
    foreign = Client().post(f"/a/{secret}", {"step": "accepted"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (stale.status_code, foreign.status_code, fresh(row).response) == (409, 404, "pending")


def test_who_made_the_link_does_not_verify(world: World, row: Recommendation) -> None:
    _link, secret = make_link(world, row)
    send(secret, row, "accepted")
    prove(world, row, "facilitator")
    move(world, row, "implemented", "facilitator", logged=True)
    with pytest.raises(DomainError):
        move(world, row, "verified", "facilitator")
    assert move(world, row, "verified", "teacher").verified_for == world.organisations["school"]


# ---- what opens nothing ------------------------------------------------------------------------------------


def test_a_link_opens_nothing_once_it_is_over(world: World, row: Recommendation) -> None:
    first, old = make_link(world, row)
    _second, secret = make_link(world, row)
    first.refresh_from_db()
    assert (first.revoked_at is None, status_of(old), status_of(secret)) == (False, 404, 200)
    later = now() + timedelta(days=32)
    with replace_clock(lambda: later):
        assert status_of(secret) == 404
    path = f"recommendations/{row.pk}/link"
    assert api(world, "facilitator").delete(path).status_code == 204
    assert (status_of(secret), send(secret, row, "accepted").status_code) == (404, 404)
    assert api(world, "facilitator").get(path).json() == {"link": None}


@pytest.mark.parametrize("end", ["superseded", "closed", "suspended"])
def test_a_link_ends_with_what_it_is_about(world: World, row: Recommendation, end: str) -> None:
    _link, secret = make_link(world, row)
    if end == "superseded":
        replace_recommendation(
            actor=world.actor("facilitator"),
            recommendation_id=row.pk,
            expected_version=fresh(row).version,
            text_uk="Краще",
        )
    elif end == "closed":
        Dossier.objects.filter(pk=row.dossier_id).update(state="closed", phase="closed")
    else:
        type(world.group).objects.filter(pk=world.group.pk).update(state="suspended")
    assert status_of(secret) == 404
    assert find_link(secret) is None


# ---- who makes one, and its letters ------------------------------------------------------------------------


def test_who_leads_makes_and_sends_a_link(world: World, row: Recommendation) -> None:
    path = f"recommendations/{row.pk}/link"
    assert api(world, "observer").get(f"recommendations/{row.pk}").json()["allowed"] == ["read"]
    for by, code in (("officer", 403), ("outsider", 404), ("anonymous", 401)):
        assert [api(world, by).post(path, {}).status_code, api(world, by).get(path).status_code] == [code] * 2
    made = api(world, "facilitator").post(path, {"send": True, "until": str(in_days(10))})
    assert (made.status_code, status_of(made.json()["path"].removeprefix("/a/"))) == (201, 200)
    letter = Letter.objects.get()
    assert (letter.address, letter.about) == ("vodokanal@example.org", ActionLink.objects.get().pk)
    assert api(world, "facilitator").get(path).json()["link"]["letter"]["state"] == "waiting"
    late = api(world, "facilitator").post(path, {"until": str(in_days(120))})
    assert pointers(late) == [("/until", "out_of_range")]


def test_an_addressee_with_an_account_gets_none(world: World) -> None:
    own = issued(world)
    assert api(world, "facilitator").post(f"recommendations/{own.pk}/link", {}).status_code == 403


def test_of_a_restricted_dossier_one_is_made_knowingly(world: World) -> None:
    body = a_body(world)
    row = issued(world, dossier=begin(world, **RESTRICTED), outside_body_id=body.pk)
    path = f"recommendations/{row.pk}/link"
    refused = api(world, "facilitator").post(path, {})
    assert pointers(refused) == [("/shows_restricted", "required")]
    made = api(world, "facilitator").post(path, {"shows_restricted": True})
    assert status_of(made.json()["path"].removeprefix("/a/")) == 200


def test_an_address_that_is_gone_gets_no_more_letters(world: World, row: Recommendation) -> None:
    link, _secret = make_link(world, row, send=True)
    note_letter_lost(actor=SYSTEM, link_id=link.pk, address=link.body.email, why=Loss.REFUSED)
    link.body.refresh_from_db()
    assert link.body.letters_stop == "refused"
    refused = api(world, "facilitator").post(f"recommendations/{row.pk}/link", {"send": True})
    assert pointers(refused) == [("/send", "letters_stopped")]


def test_a_link_is_about_one_thing(world: World, row: Recommendation) -> None:
    link, _secret = make_link(world, row)
    facts = {"body": link.body, "expires_at": link.expires_at, "made_by": link.made_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionLink.objects.create(digest="a", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionLink.objects.create(digest="b", subject_kind="recommendation", subject_id=row.pk, **facts)


# ---- contacts ----------------------------------------------------------------------------------------------


def test_contacts_are_kept_while_a_recommendation_is_not_finished(world: World) -> None:
    kept, idle = a_body(world), a_body(world, name_uk="Лише чернетка")
    dossier = begin(world)
    row = issued(world, dossier=dossier, outside_body_id=kept.pk)
    draft(world, dossier=dossier, outside_body_id=idle.pk)
    year = now() + timedelta(days=366)
    with replace_clock(lambda: year):
        assert (forget_contacts(actor=SYSTEM), list_forgotten()) == (1, {idle.pk})
        move(world, row, "closed_not_implemented", "facilitator")
        assert forget_contacts(actor=SYSTEM) == 0
    with replace_clock(lambda: year + timedelta(days=366)):
        assert (forget_contacts(actor=SYSTEM), list_forgotten()) == (1, {idle.pk, kept.pk})


def list_forgotten() -> set[Any]:
    return set(OutsideBody.objects.filter(email="", phone="").values_list("pk", flat=True))
