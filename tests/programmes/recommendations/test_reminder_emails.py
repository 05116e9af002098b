"""Letters that remind bodies without an account of recommendations that they have not answered."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage

from groups.models import Visibility
from programmes.models import Dossier, Recommendation
from programmes.recommendations.reminder_emails import remind
from programmes.recommendations.services.link import make_recommendation_link, revoke_recommendation_link
from tasks.models import ActionLink, LettersStop, OutsideBody
from tests.cast import World
from tests.dialogue.helpers import api
from tests.programmes.helpers import RESTRICTED, begin
from tests.programmes.recommendations.helpers import TITLE, issued, move
from tests.programmes.recommendations.test_links import status_of
from tests.programmes.recommendations.test_notifications import forget, nine_after, told
from tests.tasks.external_assignees.test_external_assignees import a_body
from tests.tasks.external_assignees.test_reminder_emails import TO, secret_in
from viche.accounts.jobs import send_letters
from viche.deadlines.engine import fire_due
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db
BANDS = (30, 90, 180, 365)


def issue_to_body(world: World, **facts: Any) -> Recommendation:
    """A recommendation to a body without an account."""
    row = issued(world, outside_body_id=a_body(world, **facts).pk)
    forget()
    return row


def travel_to_day(days: int) -> time_machine.travel:
    """The moment at which the reminders of a day come, so many after the issue."""
    return time_machine.travel(nine_after(days), tick=False)


def send_reminders(world: World) -> tuple[list[EmailMessage], dict[str, str]]:
    """What falls due now: the letters to the body, and who is told inside, with the reason."""
    forget()
    mail.outbox.clear()
    fire_due()
    people = told(world)
    send_letters()
    return [one for one in mail.outbox if one.to == [TO]], people


def link_of(world: World, row: Recommendation, **asked: Any) -> ActionLink:
    return make_recommendation_link(actor=world.actor("facilitator"), recommendation_id=row.pk, **asked)[0]


def test_each_band_brings_the_body_a_letter_with_a_working_link_and_tells_who_leads(world: World) -> None:
    row = issue_to_body(world, language="en")
    type(world.group).objects.filter(pk=world.group.pk).update(visibility=Visibility.HIDDEN)
    secrets = []
    for moment in [travel_to_day(days) for days in BANDS]:
        with moment:
            (letter,), people = send_reminders(world)
            assert people == {"facilitator": "lead"}
            secrets.append(secret_in(letter))
            assert [status_of(one) for one in secrets] == [404] * (len(secrets) - 1) + [200]
    assert letter.extra_headers["Content-Language"] == "en"
    assert f"recommendation no. {row.number}/{row.year} has no answer yet" in str(letter.body)
    for word in (TITLE, world.group.name_uk, "Пасічник"):
        assert word not in f"{letter.subject}{letter.body}"
    assert set(ActionLink.objects.values_list("made_by", flat=True)) == {None}
    made = Event.objects.filter(kind="programmes.recommendation_link_made", subject_id=row.pk)
    assert made.count() == len(BANDS)
    shown = api(world, "facilitator").get(f"recommendations/{row.pk}/link").json()["link"]
    assert (shown["made_by"], shown["letter"]["reminder"]) == (None, True)


def test_a_link_that_a_person_made_stays_and_the_letter_leads_by_it(world: World) -> None:
    row = issue_to_body(world)
    with travel_to_day(25):
        link = link_of(world, row)
    with travel_to_day(30):
        (letter,), _people = send_reminders(world)
        assert (ActionLink.objects.get(), status_of(secret_in(letter))) == (link, 200)


@pytest.mark.parametrize("why", ["no_address", "stopped", "revoked", "group_rests", "dossier_closed"])
def test_no_letter_goes_where_none_may(world: World, why: str) -> None:
    row = issue_to_body(world, email="" if why == "no_address" else TO)
    if why == "stopped":
        OutsideBody.objects.update(letters_stop=LettersStop.DECLINED, letters_stopped_at=row.issued_at)
    if why == "revoked":
        link_of(world, row)
        revoke_recommendation_link(actor=world.actor("facilitator"), recommendation_id=row.pk)
    known = ActionLink.objects.count()
    with travel_to_day(30):
        forget()
        fire_due()
        if why == "group_rests":
            type(world.group).objects.filter(pk=world.group.pk).update(state="suspended")
        if why == "dossier_closed":
            Dossier.objects.filter(pk=row.dossier_id).update(state="closed", phase="closed")
        letters, _people = send_reminders(world)
        assert (letters, ActionLink.objects.count()) == ([], known)


def test_what_not_the_whole_group_reads_is_sent_by_a_link_that_a_person_made_alone(world: World) -> None:
    body = a_body(world)
    row = issued(world, dossier=begin(world, **RESTRICTED), outside_body_id=body.pk)
    with travel_to_day(30):
        letters, people = send_reminders(world)
        assert (letters, people, ActionLink.objects.count()) == ([], {"facilitator": "lead"}, 0)
    with travel_to_day(80):
        link_of(world, row, shows_restricted=True)
    with travel_to_day(90):
        (letter,), _people = send_reminders(world)
        assert status_of(secret_in(letter)) == 200
    with travel_to_day(180):
        assert send_reminders(world)[0] == []


@pytest.mark.parametrize("when", ["before_the_event", "before_the_letter"])
def test_an_answer_in_between_ends_the_letter(world: World, when: str) -> None:
    row = issue_to_body(world)
    with travel_to_day(30):
        forget()
        fire_due()
        if when == "before_the_letter":
            told(world)
        move(world, row, "accepted", "facilitator", logged=True)
        letters, _people = send_reminders(world)
        assert (letters, ActionLink.objects.count()) == ([], int(when == "before_the_letter"))


def test_an_event_that_is_handled_twice_sends_one_letter(world: World) -> None:
    issue_to_body(world)
    with travel_to_day(30):
        fire_due()
        told(world)
        remind(Event.objects.get(kind="programmes.recommendation_reminded"))
        send_letters()
        remind(Event.objects.get(kind="programmes.recommendation_reminded"))
        send_letters()
    assert [one.to for one in mail.outbox] == [[TO]]
    assert ActionLink.objects.count() == 1
