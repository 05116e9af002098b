"""Who complained is known to who leads and the team alone: no other surface has a word of it, ever."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from django.core.serializers.json import DjangoJSONEncoder

from programmes.kit.editions.services import make_edition
from programmes.models import Complaint, Dossier, Edition
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import fresh, hand_over, name_person
from tests.programmes.public_control.helpers import COMPLAINANT, begin, bring, name_monitor
from viche.kernel.events import get_head
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event, TopicEntry
from viche.notifications.models import Notification
from viche.privacy.models import AccessRecord
from viche.privacy.registry import DATA_CATEGORIES
from viche.search.models import Entry

pytestmark = pytest.mark.django_db
WORD = "Бджілка"
OTHERS = ("facilitator", "officer", "secretary", "observer", "administrator")
EVERYBODY = (*OTHERS, "teacher", "councillor")


def path_of(dossier: Dossier) -> str:
    return f"dossiers/{dossier.pk}/complaint"


def write(world: World, dossier: Dossier, words: str, version: int, by: str = "teacher") -> Any:
    return api(world, by).put(path_of(dossier), {"words": words}, **{"If-Match": f'"{version}"'})


def test_who_leads_and_the_team_read_and_write_it(world: World) -> None:
    dossier = begin(world)
    name_monitor(world, dossier)
    empty = api(world, "councillor").get(path_of(dossier))
    assert (empty.json(), empty["ETag"]) == ({"words": "", "changed_at": None, "version": 0}, '"0"')
    written = write(world, dossier, COMPLAINANT, 0, "councillor")
    assert (written.status_code, written.json()["words"]) == (200, COMPLAINANT)
    assert write(world, dossier, "Інше", 0).status_code == 412
    assert write(world, dossier, "Інше", 1).json()["version"] == 2
    assert api(world, "councillor").get(path_of(dossier)).json()["words"] == "Інше"
    assert write(world, dossier, "", 2).json()["words"] == ""
    assert [one for one, _code in pointers(write(world, dossier, "х" * 2_001, 3))] == ["/words"]


@pytest.mark.parametrize("state", ["planned", "conducted", "report_sent", "closed"])
def test_nobody_else_reads_it_before_or_after_the_report(world: World, state: str) -> None:
    dossier = bring(world, begin(world, complaint=COMPLAINANT), state)
    expected = 403 if state in ("report_sent", "closed") else 404
    for by in OTHERS[:4]:
        answer = api(world, by).get(path_of(dossier))
        assert answer.status_code == expected, by
        assert write(world, dossier, "Інше", 1, by).status_code == expected
    assert api(world, "teacher").get(path_of(dossier)).json()["words"] == COMPLAINANT
    assert write(world, dossier, "Інше", 1).status_code == (403 if state == "closed" else 200)


def test_it_moves_nothing_that_others_see(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    drain_outbox()
    before = (fresh(dossier).version, Event.objects.count(), Notification.objects.count())
    heads = [get_head(topic) for topic in (f"dossier:{dossier.pk}", f"group:{world.group.pk}")]
    assert write(world, dossier, COMPLAINANT, 0).status_code == 200
    drain_outbox()
    assert (fresh(dossier).version, Event.objects.count(), Notification.objects.count()) == before
    assert [get_head(topic) for topic in (f"dossier:{dossier.pk}", f"group:{world.group.pk}")] == heads


def test_reading_it_is_in_the_access_record_also_after_the_report(world: World) -> None:
    dossier = bring(world, begin(world, complaint=COMPLAINANT), "report_sent")
    AccessRecord.objects.all().delete()
    api(world, "councillor").get(path_of(dossier))
    record = AccessRecord.objects.get()
    assert (record.reader, record.object_id) == (world.people["councillor"], dossier.pk)


def test_no_other_surface_has_a_word_of_it(world: World) -> None:
    dossier = bring(world, begin(world, complaint=COMPLAINANT), "report_sent")
    write(world, dossier, f"{COMPLAINANT}, пише знову", 1)
    for for_public in (True, False):
        make_edition(
            actor=world.actor("teacher"), dossier_id=dossier.pk, reason="Ще раз", for_public=for_public
        )
    drain_outbox()
    of_dossier = (
        *("", "/history", "/control", "/evidence", "/findings", "/editions", "/access/mine"),
        *("/recommendations", "/forms", "/access"),
    )
    addresses = [f"dossiers/{dossier.pk}{one}" for one in of_dossier]
    addresses += [f"dossiers?group={world.group.pk}", "control-replies", "control-replies/totals"]
    addresses += ["public/control-replies", "today", "notifications", "me/access-record"]
    addresses += [f"search?q={WORD}"]
    editions = api(world, "teacher").get(f"dossiers/{dossier.pk}/editions").json()["items"]
    addresses += [f"dossiers/{dossier.pk}/editions/{one['id']}" for one in editions]
    assert len(editions) == 3
    for by in EVERYBODY:
        for address in addresses:
            assert WORD not in api(world, by).get(address).content.decode(), (by, address)
    rows: list[Any] = [*Event.objects.values(), *TopicEntry.objects.values(), *AccessRecord.objects.values()]
    rows += [*Entry.objects.values(), *Notification.objects.values()]
    assert WORD not in json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, default=str)
    assert Complaint.objects.get().words.startswith(COMPLAINANT)


def test_no_paper_and_no_copy_of_a_person_has_it(world: World) -> None:
    dossier = bring(world, begin(world, complaint=COMPLAINANT), "report_sent")
    assert WORD not in Edition.objects.get(dossier=dossier).content
    for by in EVERYBODY:
        for category in DATA_CATEGORIES.values():
            copied = [*category.read(world.people[by].pk)]
            assert WORD not in orjson.dumps(copied, default=str).decode(), (by, category.name)


def test_nobody_lets_themselves_in(world: World) -> None:
    """Whoever facilitates the group names a monitor and a lead, also themselves, and learns nothing by it."""
    dossier = bring(world, begin(world, complaint=COMPLAINANT), "report_sent")
    name_person(world, dossier, "facilitator", "monitor")
    assert api(world, "facilitator").get(path_of(dossier)).status_code == 403
    hand_over(world, dossier, "facilitator", by="facilitator")
    for answer in (
        api(world, "facilitator").get(path_of(dossier)),
        write(world, dossier, "Інше", 1, "facilitator"),
    ):
        assert answer.status_code == 403
    shown = api(world, "facilitator").get(f"dossiers/{dossier.pk}/control").json()
    assert {"read_complaint", "write_complaint"}.isdisjoint(shown["allowed"])


def test_a_lead_to_whom_it_was_handed_over_reads_it(world: World) -> None:
    dossier = bring(world, begin(world, complaint=COMPLAINANT), "report_sent")
    hand_over(world, dossier, "facilitator")
    assert api(world, "facilitator").get(path_of(dossier)).json()["words"] == COMPLAINANT
    assert api(world, "councillor").get(path_of(dossier)).status_code == 200


def test_whoever_began_it_and_works_on_it_reads_it(world: World) -> None:
    """They name themselves a monitor, and hand the lead over."""
    dossier = begin(world, complaint=COMPLAINANT)
    name_monitor(world, dossier, "teacher")
    hand_over(world, dossier, "councillor")
    assert api(world, "teacher").get(path_of(dossier)).json()["words"] == COMPLAINANT


def test_a_refusal_says_nothing_of_the_state(world: World) -> None:
    dossier = bring(world, begin(world, complaint=COMPLAINANT), "report_sent")
    name_person(world, dossier, "facilitator", "monitor")
    assert api(world, "facilitator").get(path_of(dossier)).json()["code"] == "forbidden"
