"""The reply of an authority without an account: its link, and the page of that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from programmes.kit.editions.services import make_edition
from programmes.kit.participants.services import remove_participant
from programmes.models import Dossier, Reply, TransitionTaken
from programmes.public_control.link_services import make_control_link
from programmes.public_control.loaders import lock_for_reply
from tasks.external_assignees.emails import find_link
from tasks.external_assignees.services import forget_contacts
from tasks.models import ActionLink, OutsideBody
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api
from tests.programmes.helpers import begin as begin_dossier, fresh, take
from tests.programmes.kit.helpers import prove_finding, record
from tests.programmes.public_control.helpers import (
    COMPLAINANT,
    TITLE,
    begin,
    bring,
    finish_report,
    letter,
    make_overdue,
    sign_off,
)
from tests.programmes.public_control.test_steps import count_notices, facts_of, refusal
from tests.tasks.external_assignees.test_external_assignees import a_body
from tests.tasks.helpers import in_days
from viche.accounts.models import Letter
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Forbidden, NotFound
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def a_control(world: World, state: str = "report_sent", body: OutsideBody | None = None) -> Dossier:
    """A visit to a body without an account, led by the teacher."""
    body = body or a_body(world)
    return bring(world, begin(world, outside_body_id=body.pk, complaint=COMPLAINANT), state)


def send_finished_report(world: World, dossier: Dossier) -> None:
    finish_report(world, dossier)
    take(world, dossier, "report_sent", "teacher")


def make_link(world: World, dossier: Dossier, **asked: Any) -> tuple[ActionLink, str]:
    return make_control_link(actor=world.actor("teacher"), dossier_id=dossier.pk, **asked)


def page_of(secret: str) -> str:
    return Client().get(f"/a/{secret}").content.decode()


def status_of(secret: str) -> int:
    return Client().get(f"/a/{secret}").status_code


def send(secret: str, dossier: Dossier, step: str = "answered", text: str = "Усунено", **more: str) -> Any:
    body = {"version": fresh(dossier).version, "step": step, "text": text, **more}
    return Client().post(f"/a/{secret}", body)


# ---- the page ----------------------------------------------------------------------------------------------


def test_the_page_shows_the_report_that_was_signed_off_and_the_last_day(world: World) -> None:
    dossier = bring(world, begin(world, outside_body_id=a_body(world).pk, complaint=COMPLAINANT), "notified")
    take(world, dossier, "conducted", "councillor")
    prove_finding(world, record(world, dossier, "councillor", title_uk="Немає журналу"), "councillor")
    send_finished_report(world, dossier)
    make_edition(actor=world.actor("teacher"), dossier_id=dossier.pk, reason="Не погоджено")
    _link, secret = make_link(world, dossier)
    page = page_of(secret)
    due = facts_of(world, dossier)["reply_due_on"]
    for words in (TITLE, "Водоканал", "Відвідування", "Немає журналу", "Не сказали", f'datetime="{due}"'):
        assert words in page, words
    assert "не юридична порада" in page
    assert "Редакція № 1" in page
    for words in (COMPLAINANT, "<script", "/files/"):
        assert words not in page, words
    assert "Edition no. 1" in Client().get(f"/a/{secret}?lang=en").content.decode()


def test_a_correction_is_shown_once_it_is_signed_off(world: World) -> None:
    dossier = a_control(world)
    _link, secret = make_link(world, dossier)
    make_edition(actor=world.actor("teacher"), dossier_id=dossier.pk, reason="Уточнено")
    assert "Редакція № 1" in page_of(secret)
    sign_off(world, dossier)
    assert "Редакція № 2" in page_of(secret)


@pytest.mark.parametrize(("step", "outcome"), [("answered", "in_time"), ("refused", "refused")])
def test_the_authority_replies_once_in_its_own_name(world: World, step: str, outcome: str) -> None:
    dossier = a_control(world)
    link, secret = make_link(world, dossier)
    before = count_notices(world, "teacher")
    assert send(secret, dossier, step, " ").status_code == 422
    assert send(secret, dossier, step).status_code == 303
    facts = facts_of(world, dossier)
    (shown,) = facts["replies"]
    assert (shown["way"], shown["text"], shown["in_time"], facts["outcome"]) == (
        *("link", "Усунено", True),
        outcome,
    )
    taken = TransitionTaken.objects.get(dossier=dossier, name="replied")
    assert (fresh(dossier).state, taken.by, taken.link) == ("replied", None, link)
    assert count_notices(world, "teacher") > before
    assert send(secret, dossier, "refused", "Передумали").status_code == 409
    assert Reply.objects.filter(dossier=dossier).count() == 1
    page = page_of(secret)
    assert ("Усунено" in page, "<form" in page) == (True, False)
    assert refusal(lambda: letter(world, dossier)) == "replied"


def test_whoever_gave_the_reply_the_page_says_so(world: World) -> None:
    dossier = a_control(world)
    _link, secret = make_link(world, dossier)
    letter(world, dossier, text="Лист за підписом начальника")
    page = page_of(secret)
    assert ("Лист за підписом начальника" in page, "<form" in page) == (True, False)
    assert send(secret, dossier).status_code == 409


def test_after_recorded_silence_a_letter_is_asked_for(world: World) -> None:
    dossier = a_control(world)
    _link, secret = make_link(world, dossier)
    make_overdue(dossier)
    take(world, dossier, "silence", "teacher")
    assert "<form" not in page_of(secret)
    assert (send(secret, dossier).status_code, facts_of(world, dossier)["outcome"]) == (409, "silent")


def test_personal_data_in_a_reply_are_confirmed_first(world: World) -> None:
    dossier = a_control(world)
    _link, secret = make_link(world, dossier)
    text = "Телефонуйте 067 123 45 67"
    assert "confirmed" not in page_of(secret)
    refused = send(secret, dossier, text=text)
    assert (refused.status_code, 'name="confirmed"' in refused.content.decode()) == (422, True)
    assert text in refused.content.decode()
    assert send(secret, dossier, text=text, confirmed="1").status_code == 303


def test_by_the_link_nothing_but_a_reply_is_given(world: World) -> None:
    dossier, other = a_control(world), a_control(world, body=OutsideBody.objects.first())
    link, secret = make_link(world, dossier)
    for step in ("silent", "follow_up", "closed", ""):
        assert send(secret, dossier, step).status_code == 422
    stale = Client().post(f"/a/{secret}", {"version": "0", "step": "answered", "text": "Усунено"})
    assert stale.status_code == 409
    foreign = Client().post(f"/a/{secret}", {"step": "answered"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, fresh(dossier).state) == (404, "report_sent")
    with pytest.raises(NotFound):
        lock_for_reply(Actor.for_link(link.pk), other.pk, fresh(other).version)


def test_no_reply_is_taken_in_another_state(world: World) -> None:
    dossier = a_control(world)
    link, _secret = make_link(world, dossier)
    letter(world, dossier)
    with pytest.raises(Forbidden):
        lock_for_reply(Actor.for_link(link.pk), dossier.pk, fresh(dossier).version)


# ---- what opens nothing ------------------------------------------------------------------------------------


def test_a_link_opens_nothing_once_it_is_over(world: World) -> None:
    dossier = a_control(world)
    _first, old = make_link(world, dossier)
    _second, secret = make_link(world, dossier)
    assert (status_of(old), status_of(secret), status_of("x" * 43)) == (404, 200, 404)
    later = now() + timedelta(days=32)
    with replace_clock(lambda: later):
        assert status_of(secret) == 404
    path = f"dossiers/{dossier.pk}/link"
    for _again in range(2):
        assert api(world, "teacher").delete(path).status_code == 204
    assert (status_of(secret), send(secret, dossier).status_code) == (404, 404)
    assert api(world, "teacher").get(path).json() == {"link": None}
    kinds = Event.objects.filter(subject_id=dossier.pk, kind__contains="control_link").order_by("id")
    told = [one.rpartition("_")[2] for one in kinds.values_list("kind", flat=True)]
    assert told == ["made", "made", "revoked"]


@pytest.mark.parametrize("end", ["closed", "suspended", "part"])
def test_a_link_ends_with_what_it_is_about(world: World, end: str) -> None:
    dossier = a_control(world)
    link, secret = make_link(world, dossier)
    if end == "closed":
        Dossier.objects.filter(pk=dossier.pk).update(state="closed", phase="closed")
    elif end == "suspended":
        type(world.group).objects.filter(pk=world.group.pk).update(state="suspended")
    else:
        part = dossier.participants.get(outside_body=link.body)
        remove_participant(actor=world.actor("teacher"), dossier=dossier, participant=part)
    assert (status_of(secret), find_link(secret)) == (404, None)


# ---- who makes one, and its letters ------------------------------------------------------------------------


def test_who_leads_makes_and_sends_a_link_from_the_report_on(world: World) -> None:
    dossier = a_control(world, "conducted")
    path = f"dossiers/{dossier.pk}/link"
    assert api(world, "teacher").post(path, {}).status_code == 403
    assert facts_of(world, dossier, "teacher")["allowed"] == ["read_complaint", "write_complaint"]
    send_finished_report(world, dossier)
    assert facts_of(world, dossier, "teacher")["allowed"][-1] == "make_link"
    assert facts_of(world, dossier)["allowed"] == []
    for by, code in (("observer", 403), ("councillor", 403), ("outsider", 404), ("anonymous", 401)):
        answers = api(world, by).post(path, {}), api(world, by).get(path), api(world, by).delete(path)
        assert [one.status_code for one in answers] == [code] * 3, by
    made = api(world, "teacher").post(path, {"send": True, "until": str(in_days(10))})
    assert (made.status_code, status_of(made.json()["path"].removeprefix("/a/"))) == (201, 200)
    mail = Letter.objects.get()
    assert (mail.address, mail.about) == ("vodokanal@example.org", ActionLink.objects.get().pk)
    assert api(world, "facilitator").get(path).json()["link"]["letter"]["state"] == "waiting"
    assert api(world, "teacher").post(path, {"shows_restricted": True}).status_code == 422


def test_an_authority_with_an_account_gets_none(world: World) -> None:
    a_control(world)  # another one
    dossier = bring(world, begin(world), "report_sent")
    assert api(world, "teacher").post(f"dossiers/{dossier.pk}/link", {}).status_code == 403
    assert facts_of(world, dossier, "teacher")["allowed"] == ["read_complaint", "write_complaint"]


def test_the_link_of_a_control_is_none_of_another_dossier(world: World) -> None:
    other = begin_dossier(world)
    assert api(world, "facilitator").post(f"dossiers/{other.pk}/link", {}).status_code == 404


# ---- contacts ----------------------------------------------------------------------------------------------


def test_contacts_are_kept_from_the_report_to_the_end_of_a_control(world: World) -> None:
    sent, planned = a_body(world), a_body(world, name_uk="Лише план")
    dossier = a_control(world, body=sent)
    a_control(world, "planned", planned)
    later = now() + timedelta(days=366)
    with replace_clock(lambda: later):
        assert forget_contacts(actor=SYSTEM) == 1
        assert OutsideBody.objects.get(email="", phone="") == planned
        letter(world, dossier)
        take(world, dossier, "closed", "teacher")
        assert forget_contacts(actor=SYSTEM) == 0
    with replace_clock(lambda: later + timedelta(days=366)):
        assert forget_contacts(actor=SYSTEM) == 1
