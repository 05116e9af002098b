"""Emergency access lasts no longer than the post by which it was asked for."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest

from dialogue.models import Thread
from groups.models import Office, OfficeKind
from tests.cast import SYSTEM, World
from tests.dialogue.acts import a_restricted_thread
from tests.groups.helpers import an_office, at
from tests.groups.test_break_glass import asked
from tests.privacy.conftest import Browser, an_officer
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person
from viche.kernel.clock import now

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
