"""What stands around the answers: phone, deputies, objections, asked sectors, paper, outcome, publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from dialogue.decisions.services.outcome import write_outcome
from dialogue.decisions.services.paper import enter_paper_count
from dialogue.models import Charter, Decision, Method
from groups.initiative_groups.services import edit_group
from groups.memberships.services import change_role, end_membership
from groups.models import Role, Visibility
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.dialogue.decisions.helpers import (
    OPTIONS,
    a_decision,
    a_draft,
    adopt,
    move,
    object_to,
    ranked,
    shown,
    vote,
    voter_of,
)
from tests.dialogue.helpers import (
    a_group_beside,
    a_restricted_thread,
    a_thread,
    api,
    if_match,
    pointers,
    say,
    standing_in,
    take,
)
from tests.dialogue.messages.test_attachments import a_note, opens
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    storage = {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def test_the_secretary_records_an_answer_by_phone_with_who_said_it(world: World) -> None:
    row = a_decision(world)
    url = f"decisions/{row.pk}/voters/{voter_of(world, row, 'officer').pk}/phone-vote"
    body = {"answer": "consent", "said_by": str(world.people["teacher"].pk)}
    assert pointers(api(world, "secretary").put(url, body)) == [("/said_by", "not_theirs")]
    body["said_by"] = str(world.people["officer"].pk)
    assert api(world, "teacher").put(url, body).status_code == 403
    assert api(world, "secretary").put(url, body).status_code == 200
    (found,) = [one["vote"] for one in shown(world, row)["voters"] if one["vote"]]
    assert found["said_by"]["id"] == str(world.people["officer"].pk)
    assert found["cast_by"]["person"]["id"] == str(world.people["secretary"].pk)


def test_a_deputy_answers_for_the_seat_once(world: World) -> None:
    standing_in(world, "officer")
    row = a_decision(world)
    vote(world, row, "officer", "abstain")
    vote(world, row, "officer", "consent", by="deputy")
    found = shown(world, row, "deputy")
    assert found["tally"]["answers"] == [{"answer": "consent", "number": 1}]
    (mine,) = found["mine"]
    assert mine["vote"]["cast_by"]["acting_for"]["id"] == str(world.people["officer"].pk)


def test_a_person_with_two_seats_answers_for_each(world: World) -> None:
    second = a_mandate(world.people["officer"], world.organisations["school"])
    seat = a_seat(world.group, second, Role.MEMBER)
    row = a_decision(world)
    assert len(shown(world, row, "officer")["mine"]) == 2
    vote(world, row, "officer", "consent")
    world.seats["second"] = seat
    vote(world, row, "second", "abstain", by="officer")
    assert shown(world, row)["turnout"]["answered"] == 2


def test_a_lost_seat_takes_its_open_answer_along_and_the_record_says_so(world: World) -> None:
    row = a_decision(world)
    vote(world, row, "officer", "consent")
    seat = world.seats["officer"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Інша робота")
    found = shown(world, row)
    assert found["turnout"] == {"answered": 0, "seated": 4}
    (lost,) = [one for one in found["voters"] if one["lost_at"]]
    assert (lost["vote"], lost["sector"]) == (None, "police")


def test_who_only_observes_from_now_on_has_no_answer_any_more(world: World) -> None:
    row = a_decision(world)
    vote(world, row, "officer", "consent")
    seat = world.seats["officer"].pk
    change_role(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, role=Role.OBSERVER)
    assert shown(world, row)["turnout"] == {"answered": 0, "seated": 4}


def test_an_objection_is_answered_and_stays_until_it_is_lifted(world: World) -> None:
    row = object_to(world, a_decision(world), "officer")
    forget()
    url = f"decisions/{row.pk}/objections/{voter_of(world, row, 'officer').pk}/replies"
    assert api(world, "teacher").post(url, {"text": "Посиплемо щоранку"}).status_code == 201
    assert set(told(world)) == {"officer"}
    (voter,) = [one for one in shown(world, row)["voters"] if one["replies"]]
    assert (voter["vote"]["answer"], voter["replies"][0]["text"]) == ("object", "Посиплемо щоранку")
    vote(world, row, "officer", "consent")
    assert api(world, "teacher").post(url, {"text": "Дякую"}).json()["code"] == "no_objection"


def a_paper(world: World, **facts: Any) -> Decision:
    return a_decision(world, method=Method.RANKED, on_paper=True, options=OPTIONS, **facts)


def batches(row: Decision, *numbers: tuple[tuple[int, ...], int]) -> list[dict[str, Any]]:
    return [
        {"answer": "choose", "ranking": ranked(row, *places), "number": number} for places, number in numbers
    ]


def test_ballots_of_paper_are_entered_twice_alike_with_their_scan(world: World) -> None:
    row = a_paper(world)
    assert shown(world, row)["rule"]["binds"] is False
    first = batches(row, ((1, 2), 3), ((2, 1), 2))
    secretary, facilitator = world.actor("secretary"), world.actor("facilitator")
    where = {"decision_id": row.pk}
    with pytest.raises(Conflict, match="first_entry_missing"):
        enter_paper_count(actor=facilitator, **where, entry=2, batches=first)
    enter_paper_count(actor=secretary, **where, entry=1, batches=first)
    for name, number in (("secretary", 2), ("facilitator", 0), ("observer", 0)):
        (entry,) = shown(world, row, name)["paper"]["entries"]
        assert len(entry["batches"]) == number
    with pytest.raises(Conflict, match="same_person"):
        enter_paper_count(actor=secretary, **where, entry=2, batches=first)
    enter_paper_count(actor=facilitator, **where, entry=2, batches=batches(row, ((1, 2), 4)))
    differences = shown(world, row)["paper"]["differences"]
    assert sorted((one["first"], one["second"]) for one in differences) == [(2, 0), (3, 4)]
    for code in ("paper_differs", "no_scan"):
        answer = api(world, "facilitator").post(
            f"decisions/{row.pk}/transitions", {"to": "closed"}, **if_match(row)
        )
        assert answer.json()["code"] == code
        enter_paper_count(actor=facilitator, **where, entry=2, batches=first)
    scan = a_note(world, "secretary")
    url = f"decisions/{row.pk}/paper-scan"
    assert api(world, "secretary").put(url, {"file_id": str(scan.pk)}).status_code == 200
    assert (opens(world, "observer", scan), opens(world, "outsider", scan)) == (200, 404)
    found = shown(world, move(world, row, "closed"))
    assert (found["state"], found["tally"]["ballots"], found["tally"]["winner"]) == (
        "adopted",
        5,
        str(ranked(row, 1)[0]),
    )


def test_a_count_on_paper_waits_for_who_counts_it(world: World) -> None:
    row = a_paper(world)
    with time_machine.travel(row.closes_at, tick=False):
        fire_due()
    assert shown(world, row)["state"] == "open"
    with pytest.raises(Conflict, match="paper_not_counted"):
        move(world, row, "closed")


def test_paper_binds_where_the_charter_says_so(world: World) -> None:
    Charter.objects.create(group=world.group, paper_binds=True)
    assert shown(world, a_paper(world))["rule"]["binds"] is True


def test_a_foreign_file_is_no_scan(world: World) -> None:
    row = a_paper(world)
    scan = a_note(world, "teacher")
    url = f"decisions/{row.pk}/paper-scan"
    assert pointers(api(world, "secretary").put(url, {"file_id": str(scan.pk)})) == [("/file_id", "unknown")]


def test_the_review_day_asks_whether_it_still_holds(world: World) -> None:
    row = adopt(world, a_decision(world))
    day = today(world.group.time_zone) + timedelta(days=30)
    leader = world.actor("facilitator")
    write_outcome(actor=leader, decision_id=row.pk, text_uk="Ставимо", review_on=day)
    forget()
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        fire_due()
        assert set(told(world)) == {"facilitator"}
        assert [one["kind"] for one in api(world, "facilitator").get("today").json()["duties"]] == [
            "dialogue.review"
        ]
        later = day + timedelta(days=60)
        write_outcome(actor=leader, decision_id=row.pk, text_uk="Ставимо", review_on=later)
        assert api(world, "facilitator").get("today").json()["duties"] == []


def test_words_of_an_outcome_that_others_replace_stay_and_who_answered_is_told(world: World) -> None:
    row = adopt(world, a_decision(world))
    leader, day = world.actor("facilitator"), today(world.group.time_zone) + timedelta(days=30)
    write_outcome(actor=leader, decision_id=row.pk, text_uk="Ставимо до зими")
    forget()
    write_outcome(actor=leader, decision_id=row.pk, text_uk="Ставимо до весни")
    told(world)
    assert words(world, "officer").title["en"].startswith("The outcome was reworded")
    found = shown(world, row)
    assert found["outcome"]["text"]["uk"] == "Ставимо до весни"
    assert [one["text"]["uk"] for one in found["earlier_outcomes"]] == ["Ставимо до зими"]
    forget()
    write_outcome(actor=leader, decision_id=row.pk, text_uk="Ставимо до весни", review_on=day)
    assert told(world) == {}
    kept = shown(world, row)
    assert (kept["outcome"], kept["earlier_outcomes"]) == (found["outcome"], found["earlier_outcomes"])


def test_of_replaced_words_with_personal_data_only_author_and_day_stay(world: World) -> None:
    row, leader = adopt(world, a_decision(world)), world.actor("facilitator")
    knowing = replace(leader, confirmed=("phone",))
    write_outcome(actor=knowing, decision_id=row.pk, text_uk="Дзвоніть 067 123 45 67")
    write_outcome(actor=leader, decision_id=row.pk, text_uk="Дзвоніть до ради")
    (earlier,) = shown(world, row)["earlier_outcomes"]
    assert (earlier["text"]["uk"], earlier["by"]["id"]) == ("", str(world.people["facilitator"].pk))


def test_a_review_day_lies_ahead_and_is_of_an_adopted_decision(world: World) -> None:
    row = adopt(world, a_decision(world))
    url, body = f"decisions/{row.pk}/outcome", {"text": "Так", "review_on": today("Europe/Kyiv").isoformat()}
    assert pointers(api(world, "facilitator").put(url, body, **if_match(row))) == [("/review_on", "past")]
    row = move(world, a_decision(world), "closed")
    body["review_on"] = (today("Europe/Kyiv") + timedelta(days=3)).isoformat()
    refused = api(world, "facilitator").put(f"decisions/{row.pk}/outcome", body, **if_match(row))
    assert pointers(refused) == [("/review_on", "not_adopted")]


def test_a_decision_is_published_in_words_of_its_own(world: World) -> None:
    row = adopt(world, a_decision(world))
    url, body, tag = f"decisions/{row.pk}/publication", {"text": "Поручні будуть"}, if_match(row)
    assert api(world, "facilitator").put(url, body, **tag).json()["code"] == "no_public_page"
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.PUBLIC})
    assert api(world, "facilitator").put(url, body, **tag).status_code == 200
    assert api(world, "facilitator").put(url, {"text": "Так"}).status_code == 428
    assert api(world, "facilitator").put(url, {"text": "Так"}, **tag).status_code == 412
    (public,) = api(world, "anonymous").get(f"public/groups/{world.group.pk}/decisions").json()["items"]
    assert (public["text"]["uk"], "voters" in public) == ("Поручні будуть", False)
    assert api(world, "facilitator").delete(url).status_code == 200
    assert api(world, "anonymous").get(f"public/groups/{world.group.pk}/decisions").json()["items"] == []


def test_who_must_answer_is_told_and_reminded_until_they_did(world: World) -> None:
    forget()
    row = a_decision(world)
    assert set(told(world)) == {"secretary", "officer", "teacher", "councillor"}
    assert "Чи ставимо поручні" in words(world, "officer").title["uk"]
    vote(world, row, "officer", "consent")
    forget()
    assert row.closes_at is not None
    with time_machine.travel(row.closes_at - timedelta(hours=23), tick=False):
        fire_due()
        assert set(told(world)) == {"facilitator", "secretary", "teacher", "councillor"}


def test_a_decision_in_a_restricted_thread_is_for_its_readers(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",), people=("teacher",))
    row = a_decision(world, thread)
    assert row.number == 100_001
    assert shown(world, row, "officer")["turnout"]["seated"] == 3
    assert api(world, "councillor").get(f"decisions/{row.pk}").status_code == 404
    found = api(world, "councillor").get(f"groups/{world.group.pk}/decisions").json()["items"]
    assert found == []
    assert a_decision(world).number == 1


def test_a_draft_is_made_of_a_message_and_the_chain_shows_it(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    row = a_draft(world, thread, source={"kind": "message", "id": message.pk})
    (source,) = shown(world, row)["links"]
    assert (source["kind"], source["id"], source["is_source"]) == ("message", str(message.pk), True)


def test_an_open_decision_keeps_its_thread_in_the_group(world: World) -> None:
    thread = a_thread(world)
    row = a_decision(world, thread)
    beside = a_group_beside(world, "facilitator", "officer", led_by="facilitator")
    with pytest.raises(Conflict, match="decision_open"):
        take(world, thread, beside)
    move(world, row, "withdrawn", reason="Переносимо")
    take(world, thread, beside)


def test_the_charter_is_set_against_its_version(world: World) -> None:
    url = f"groups/{world.group.pk}/charter"
    known = api(world, "observer").get(url)
    assert (known.json()["version"], known.json()["quorum"], known.json()["allowed"]) == (0, 3, [])
    rules = {
        "present_sectors": ["education", "police"],
        "asked_sectors": ["police"],
        "silence": "consent",
        "notice_days": 5,
        "remarks_days": 3,
        "paper_binds": True,
        "publishes_minutes": False,
    }
    leader = api(world, "facilitator")
    refused = leader.put(url, rules, **{"If-Match": known.headers["ETag"]})
    assert pointers(refused) == [("/asked_sectors", "twice")]
    rules["asked_sectors"] = []
    made = leader.put(url, rules, **{"If-Match": known.headers["ETag"]})
    assert (made.status_code, made.json()["version"]) == (200, 1)
    assert leader.put(url, rules, **{"If-Match": known.headers["ETag"]}).status_code == 412


def test_an_action_item_is_made_of_a_decision_and_both_show_it(world: World) -> None:
    row = adopt(world, a_decision(world))
    body = {
        "title": "Поручні",
        "owner_organisation": str(world.organisations["council"].pk),
        "due_on": (today("Europe/Kyiv") + timedelta(days=14)).isoformat(),
        "decision": str(row.pk),
    }
    url = f"groups/{world.group.pk}/action-items"
    made = api(world, "facilitator").post(url, body)
    assert made.status_code == 201, made.content
    (end,) = shown(world, row)["links"]
    assert (end["kind"], end["id"], end["is_source"]) == ("action", made.json()["id"], False)
    first, *_rest = api(world, "observer").get(f"action-items/{made.json()['id']}/chain").json()["items"]
    assert (first["kind"], first["id"]) == ("decision", str(row.pk))
    hidden = a_decision(world, a_restricted_thread(world, organisations=("police",)))
    refused = api(world, "secretary").post(url, {**body, "decision": str(hidden.pk)})
    assert pointers(refused) == [("/decision", "not_found")]


def test_advice_is_given_not_adopted(world: World) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.PUBLIC})
    row = a_decision(world, method=Method.ADVICE)
    for name in ("officer", "teacher", "secretary"):
        vote(world, row, name, "for")
    forget()
    assert row.closes_at is not None
    with time_machine.travel(row.closes_at, tick=False):
        fire_due()
        assert set(told(world)) == {"facilitator"}
        assert words(world, "facilitator").title["en"].startswith("Advice given: ")
        row.refresh_from_db()
        url, body = f"decisions/{row.pk}/publication", {"text": "Радимо поручні"}
        assert api(world, "facilitator").put(url, body, **if_match(row)).status_code == 200
    (public,) = api(world, "anonymous").get(f"public/groups/{world.group.pk}/decisions").json()["items"]
    assert (public["state"], public["binds"]) == ("adopted", False)
