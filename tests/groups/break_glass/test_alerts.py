"""Emergency access is told to those, too, whose words are opened and who do not take part any more."""

from __future__ import annotations

import pytest

from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, say
from tests.groups.break_glass.test_break_glass import asked
from tests.groups.mandates.test_notifications import told
from tests.privacy.conftest import Browser, an_officer
from viche.kernel.events.outbox import drain_outbox

pytestmark = pytest.mark.django_db
ALERT = "Екстрений доступ: хтось читає ваші слова там, де ви вже не берете участі"


def test_whoever_spoke_and_left_hears_of_it_without_a_title(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "school"))
    say(world, "teacher", thread)
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["teacher"].pk, reason="Інша робота"
    )
    officer = Browser(an_officer(world))
    glass = asked(world.people["administrator"], thread)
    assert officer.ask("POST", f"break-glass/{glass['id']}/approval", {}).status_code == 200
    drain_outbox()
    words = next(one for one in told(world.people["teacher"]) if one.title["uk"] == ALERT)
    shown = " ".join([words.title["uk"], words.body["uk"], words.title["en"], words.body["en"]])
    assert thread.title_uk not in shown
    assert world.group.name_uk not in shown
    assert glass["reason"] not in shown
    assert world.people["administrator"].name_uk in words.body["uk"]
    assert words.url == "/settings/my-data/seen"
    assert ALERT not in [one.title["uk"] for one in told(world.people["councillor"])]
