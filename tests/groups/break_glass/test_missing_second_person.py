"""Emergency access where nobody could answer: who is missing, and the command on the server."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from dialogue.models import Thread
from groups.models import BreakGlass, OfficeKind
from groups.offices.services import give_office
from tests.cast import SYSTEM, World, a_territory, person
from tests.dialogue.helpers import a_restricted_thread
from tests.groups.break_glass.test_break_glass import asked, told
from tests.groups.helpers import at
from tests.privacy.conftest import Browser, an_officer
from viche.accounts.services.people import deactivate_person
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification

pytestmark = pytest.mark.django_db
WHY = "У громаді немає ні координатора, ні відповідального за дані"


@pytest.fixture
def thread(world: World) -> Thread:
    return a_restricted_thread(world, organisations=("police",))


def missing(world: World, glass: Any) -> Any:
    return Browser(world.people["administrator"]).get(f"break-glass/{glass['id']}")["missing"]


def test_who_asks_reads_who_is_missing_until_it_is_answered(world: World, thread: Thread) -> None:
    glass = asked(world.people["administrator"], thread)
    assert glass["missing"] == {
        "uk": "координатор території або відповідальна особа із захисту даних, яких призначили до запиту",
        "en": "a coordinator or data protection officer of the territory who was so before the request",
    }
    an_officer(world)
    assert missing(world, glass) is not None, "who came to office after it was asked for opens nothing"
    another = asked(world.people["administrator"], a_restricted_thread(world, organisations=("police",)))
    assert another["missing"] is None
    deactivate_person(actor=SYSTEM, person_id=world.people["dpo"].pk, reason="Звільнення")
    assert missing(world, another) is not None
    with at(now() + timedelta(hours=5)):
        assert missing(world, another) is None, "it has run out"


def test_who_asks_is_no_second_person(world: World, thread: Thread) -> None:
    assert asked(an_officer(world), thread)["missing"] is not None


def test_on_the_server_it_is_opened_and_everybody_in_office_is_told(
    world: World, thread: Thread, caplog: pytest.LogCaptureFixture
) -> None:
    administrator, another = world.people["administrator"], person("another", is_administrator=True)
    glass = asked(administrator, thread)
    abroad = person("abroad")  # in office elsewhere; knows nothing of this group
    give_office(
        actor=SYSTEM,
        person_id=abroad.pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=a_territory("Там").pk,
        document="Розпорядження № 1",
    )
    with caplog.at_level(logging.WARNING, "viche.security"):
        call_command("approve_break_glass", glass["id"], WHY)
    (line,) = [one for one in caplog.records if one.getMessage() == "decided_on_server"]
    assert (vars(line)["step"], vars(line)["subject"]) == ("break_glass", glass["id"])
    mine = Browser(administrator)
    shown = mine.get(f"break-glass/{glass['id']}")
    assert (shown["standing"], shown["answered_by"], shown["answered_as"]) == ("active", None, None)
    assert (shown["note"], shown["missing"]) == (WHY, None)
    assert mine.get(f"threads/{thread.pk}")
    (reading,) = Browser(world.people["officer"]).get(f"threads/{thread.pk}/break-glass")["items"]
    assert (reading["answered_by"], reading["since"]) == (None, shown["since"])
    drain_outbox()
    alert = f"Екстрений доступ у групі «{world.group.name_uk}»: {administrator.name_uk} читає те"
    for name in ("officer", "facilitator", "administrator"):
        assert any(one.startswith(alert) for one in told(world, name)), name
    assert Notification.objects.filter(person=another, kind="groups.break_glass_approved").exists()
    (news,) = Browser(abroad).get("notifications")["items"][:1]
    assert news["title"]["uk"] == "Команда на сервері відкрила екстрений доступ"
    assert WHY in news["body"]["uk"]
    assert world.group.name_uk not in str(news)
    with at(now() + timedelta(minutes=61)):
        assert Browser(administrator).problem("GET", f"threads/{thread.pk}") == (404, "not_found")


def test_the_command_takes_nobodys_place_who_is_there(world: World, thread: Thread) -> None:
    an_officer(world)
    glass = asked(world.people["administrator"], thread)
    with pytest.raises(CommandError, match="second_person_exists"):
        call_command("approve_break_glass", glass["id"], WHY)
    assert BreakGlass.objects.get().standing == "asked"


def test_the_command_needs_a_reason_and_a_request_that_waits(world: World, thread: Thread) -> None:
    glass = asked(world.people["administrator"], thread)
    with pytest.raises(CommandError, match="/reason"):
        call_command("approve_break_glass", glass["id"], "  ")
    with at(now() + timedelta(hours=5)), pytest.raises(CommandError, match="not_found"):
        call_command("approve_break_glass", glass["id"], WHY)
    assert BreakGlass.objects.get().state == "asked"


def test_the_database_wants_a_person_or_a_reason(world: World, thread: Thread) -> None:
    asked(world.people["administrator"], thread)
    opened = {"state": "approved", "answered_at": now(), "until": now() + timedelta(minutes=5)}
    for fields in ({**opened, "note": ""}, {"state": "refused", "answered_at": now(), "note": WHY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BreakGlass.objects.update(**fields)
