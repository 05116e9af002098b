"""Emergency access lasts no longer than the post by which it was asked for, and takes one to be opened."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest

from dialogue.models import Thread
from groups.models import Office, OfficeKind
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread
from tests.groups.break_glass.test_break_glass import asked, opened
from tests.groups.helpers import an_office, at, nothing_to_rebuild
from tests.privacy.conftest import Browser, an_officer
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(world: World) -> Thread:
    return a_restricted_thread(world, organisations=("police",))


def an_office_until(world: World, ends_at: datetime) -> User:
    person_id = an_office(world, OfficeKind.COORDINATOR).person_id
    Office.objects.filter(person=person_id).update(ends_at=ends_at)
    return User.objects.get(pk=person_id)


def test_nobody_reads_past_the_end_of_the_office_by_which_they_asked(world: World, thread: Thread) -> None:
    ends_at = now() + timedelta(minutes=20)
    who, dpo = an_office_until(world, ends_at), Browser(an_officer(world))
    glass = asked(who, thread)
    answer = dpo.ask("POST", f"break-glass/{glass['id']}/approval", {}).json()
    assert datetime.fromisoformat(answer["until"]) == ends_at
    assert thread.grants.get(user=who).valid_until == ends_at
    with at(ends_at + timedelta(seconds=1)):
        assert Browser(who).problem("GET", f"threads/{thread.pk}") == (404, "not_found")


@pytest.mark.parametrize("how", ["the term is over", "deactivated"])
def test_nothing_is_opened_for_who_has_left_since_they_asked(world: World, thread: Thread, how: str) -> None:
    ends_at = now() + timedelta(minutes=20)
    who, dpo = an_office_until(world, ends_at), Browser(an_officer(world))
    glass = asked(who, thread)
    if how == "deactivated":
        deactivate_person(actor=SYSTEM, person_id=who.pk, reason="Звільнення")
    with at(ends_at + timedelta(seconds=1)) if how == "the term is over" else nullcontext():
        answer = dpo.problem("POST", f"break-glass/{glass['id']}/approval", {})
        assert answer == (409, "asker_left")
        assert (
            dpo.ask("POST", f"break-glass/{glass['id']}/refusal", {"note": "Звільнення"}).status_code == 200
        )
    assert not thread.grants.filter(user=who).exists()


def test_who_was_reactivated_since_it_was_asked_opens_nothing(world: World, thread: Thread) -> None:
    officer = an_officer(world)
    deactivate_person(actor=SYSTEM, person_id=officer.pk, reason="Звільнення")
    glass = asked(world.people["administrator"], thread)
    reactivate_person(actor=SYSTEM, person_id=officer.pk)
    refused = Browser(officer).problem("POST", f"break-glass/{glass['id']}/approval", {})
    assert refused == (403, "office_needed")
    again = asked(world.people["administrator"], a_restricted_thread(world, organisations=("police",)))
    opened_now = Browser(officer).ask("POST", f"break-glass/{again['id']}/approval", {})
    assert opened_now.status_code == 200, opened_now.content


def test_who_is_deactivated_reads_no_more(world: World, thread: Thread) -> None:
    administrator, glass = opened(world, thread)
    who = world.people["administrator"]
    person("another", is_administrator=True)
    deactivate_person(actor=SYSTEM, person_id=who.pk, reason="Звільнення")
    assert administrator.problem("GET", f"threads/{thread.pk}") == (401, "session_revoked")
    drain_outbox()
    shown = Browser(world.people["dpo"]).get(f"break-glass/{glass['id']}")
    assert (shown["standing"], shown["ended_at"] is None) == ("over", False)
    reactivate_person(actor=SYSTEM, person_id=who.pk)
    drain_outbox()
    assert Browser(who).problem("GET", f"threads/{thread.pk}") == (404, "not_found")
    assert nothing_to_rebuild()


def test_no_two_administrators_open_anything_between_them(world: World, thread: Thread) -> None:
    """They give the offices: one that was given since it was asked for opens nothing either."""
    another = person("another", is_administrator=True)
    glass = asked(world.people["administrator"], thread)
    path = f"break-glass/{glass['id']}"
    assert Browser(another).get(path)["allowed"] == ["read", "refuse"]
    for who in (another, an_officer(world), an_office(world, OfficeKind.COORDINATOR).person):
        assert Browser(who).problem("POST", f"{path}/approval", {}) == (403, "office_needed")
    assert not thread.grants.filter(user=world.people["administrator"]).exists()
    assert Browser(another).ask("POST", f"{path}/refusal", {"note": "Спитайте групу"}).status_code == 200
    again = asked(world.people["administrator"], thread)
    answer = Browser(world.people["dpo"]).ask("POST", f"break-glass/{again['id']}/approval", {})
    assert answer.status_code == 200, answer.content
