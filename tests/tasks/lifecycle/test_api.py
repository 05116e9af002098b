"""Action items over HTTP: the whole way of one item, versions, repeats, who sees what."""

from __future__ import annotations

from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers, say
from tests.tasks.helpers import (
    TITLE,
    an_item,
    an_item_in,
    in_days,
    kinds_of,
    move,
    numbers,
    proposal,
    tag,
    token_of,
)
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord

PLACE = {"latitude": 49.5, "longitude": 30.25}

# ---- the way of one item -----------------------------------------------------------------------------------


def test_a_message_becomes_an_item_that_its_owner_is_asked_to_accept(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    said = {"tags": ["Двір"], "target_groups": ["women"], "place": PLACE, "budget": 100.5, "effort_hours": 8}
    facts = proposal(world, title_en="Survey the ramps", message=str(message.pk), priority="high", **said)
    made = api(world, "facilitator").post(f"groups/{world.group.pk}/action-items", facts)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    item = made.json()
    assert (item["number"], item["state"], item["priority"]) == (1, "proposed", "high")
    assert item["title"] == {"uk": TITLE, "en": "Survey the ramps"}
    assert (item["tags"], item["target_groups"], item["place"]) == (["двір"], ["women"], PLACE)
    assert (item["budget"], item["budget_source"], item["effort_hours"]) == (100.5, None, 8)
    assert item["source"] == {
        "thread_id": str(thread.pk),
        "message_id": str(message.pk),
        "thread_title": {"uk": thread.title_uk, "en": thread.title_uk},
    }
    assert item["waits_for_me"] is False
    leads = ["tick", "remind", "acknowledge", "discuss", "watch", "remind_me", "set_ladder", "answer_help"]
    leads += ["share", "log", "see_link", "make_link", "revoke_link", "take_back"]
    assert item["allowed"] == ["read", "see_access", "edit", "relate", "cancel", *leads]
    mine = api(world, "councillor").get(f"action-items/{item['id']}").json()
    assert (mine["waits_for_me"], mine["waiting"]) == (True, "accept")
    reminds = ["tick", "remind", "acknowledge", "discuss", "watch", "remind_me", "ask_help"]
    assert mine["allowed"] == ["read", "see_access", "relate", "accept", "decline", *reminds]


def test_the_owner_works_and_shows_evidence(world: World) -> None:
    item = an_item(world, criteria=["Акт підписано"])
    councillor, path = api(world, "councillor"), f"action-items/{item.pk}"
    for version, to in ((1, "accepted"), (2, "in_progress")):
        answer = councillor.post(f"{path}/transitions", {"to": to}, **tag(version))
        assert (answer.status_code, answer.json()["state"]) == (200, to)
    refused = councillor.post(f"{path}/transitions", {"to": "done"}, **tag(3))
    assert (refused.status_code, refused.json()["code"]) == (409, "evidence_required")
    proof = councillor.post(
        f"{path}/evidence",
        {
            "kind": "link",
            "title": "Акт",
            "url": "https://example.org/act",
            "criterion": str(item.criteria.get().pk),
        },
    )
    assert (proof.status_code, proof.json()["number"]) == (201, 1)
    assert proof.json()["added_by"]["organisation"]["id"] == str(world.organisations["council"].pk)
    done = councillor.post(f"{path}/transitions", {"to": "done"}, **tag(4)).json()
    assert (done["state"], done["evidence_count"], done["criteria"][0]["evidence"]) == ("done", 1, [1])
    own = councillor.post(f"{path}/transitions", {"to": "verified"}, **tag(5))
    assert (own.status_code, own.json()["code"]) == (403, "not_another")


def test_both_ways_lead_from_what_was_cancelled_and_tell_no_title_of_what_is_restricted(world: World) -> None:
    item, plain = an_item(world), an_item(world)
    hidden = an_item(world, thread_id=a_restricted_thread(world, organisations=("ngo", "police")).pk)
    path, cancelled = f"action-items/{item.pk}", {"to": "cancelled", "reason": "Разом"}
    steps = api(world, "facilitator")
    shown = steps.post(f"{path}/transitions", {**cancelled, "superseded_by": str(hidden.pk)}, **tag(1)).json()
    assert (shown["superseded_by"]["number"], shown["superseded_by"]["title"]["uk"]) == (100001, TITLE)
    assert set(api(world, "teacher").get(path).json()["superseded_by"].values()) == {None}
    assert api(world, "officer").get(path).json()["superseded_by"]["id"] == str(hidden.pk)
    shown_to = AccessRecord.objects.filter(kind="action", object_id=hidden.pk, way="list")
    readers = {world.people[name].pk for name in ("facilitator", "officer")}
    assert set(shown_to.values_list("reader", flat=True)) == readers
    (back,) = api(world, "officer").get(f"action-items/{hidden.pk}").json()["supersedes"]
    assert (back["id"], back["state"]) == (str(item.pk), "cancelled")
    assert api(world, "teacher").get(f"action-items/{plain.pk}").json()["supersedes"] == []


def test_another_organisation_returns_and_verifies_and_all_is_on_the_record(world: World) -> None:
    item = an_item_in(world, "done")
    officer, path = api(world, "officer"), f"action-items/{item.pk}"
    assert officer.get(path).json()["waiting"] == "verify"
    returned = {"to": "returned", "reason": "Бракує підпису"}
    back = officer.post(f"{path}/transitions", returned, **tag(item.version)).json()
    assert (back["state"], back["state_reason"]) == ("in_progress", "Бракує підпису")
    done = move(world, item, "done", reason="")
    verified = officer.post(f"{path}/transitions", {"to": "verified"}, **tag(done.version)).json()
    assert verified["state"] == "verified"
    assert verified["verified_by"]["organisation"]["id"] == str(world.organisations["police"].pk)
    assert verified["allowed"] == ["read", "see_access", "withdraw_verification", "discuss", "watch"]
    assert verified["waits_for_me"] is False
    steps = officer.get(f"{path}/history").json()["items"]
    assert [one["kind"].removeprefix("tasks.") for one in steps] == kinds_of(item)[::-1]
    (step,) = [one for one in steps if one["kind"] == "tasks.action_returned"]
    assert step["remark"] == "Бракує підпису"
    assert step["actor"]["organisation"]["id"] == str(world.organisations["police"].pk)


def test_changing_needs_the_version_that_was_read(world: World) -> None:
    item = an_item(world)
    facilitator, path = api(world, "facilitator"), f"action-items/{item.pk}"
    assert facilitator.patch(path, {"title": "Інша"}).status_code == 428
    assert facilitator.patch(path, {"title": "Інша"}, **{"If-Match": "*"}).status_code == 428
    assert facilitator.patch(path, {"title": "Інша"}, **tag(7)).status_code == 412
    silent = facilitator.patch(path, {"due_on": str(in_days(20))}, **tag(1))
    assert (silent.status_code, pointers(silent)) == (422, [("/reason", "blank")])
    moved = {"title": "Інша", "due_on": str(in_days(20)), "reason": "Чекаємо на кошторис"}
    changed = facilitator.patch(path, moved, **tag(1))
    assert changed.status_code == 200
    assert changed.headers["ETag"] == '"2"'
    shown = changed.json()
    assert (shown["title"]["uk"], shown["due_on"], shown["original_due_on"]) == (
        "Інша",
        str(in_days(20)),
        str(in_days(14)),
    )
    councillor = api(world, "councillor")
    assert councillor.post(f"{path}/transitions", {"to": "accepted"}).status_code == 428
    assert councillor.post(f"{path}/transitions", {"to": "accepted"}, **tag(1)).status_code == 412


def test_a_repeat_with_the_same_key_makes_one_item(world: World) -> None:
    facilitator, path = api(world, "facilitator"), f"groups/{world.group.pk}/action-items"
    key = {"Idempotency-Key": "button-1"}
    first, second = (facilitator.post(path, proposal(world), **key) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert facilitator.post(path, proposal(world, title="Інша"), **key).status_code == 422
    assert numbers(facilitator.get("action-items")) == [1]


# ---- who sees what -----------------------------------------------------------------------------------------


def test_what_is_not_for_somebody_is_not_there(world: World, elsewhere: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    missing = api(world, "teacher").get(f"action-items/{uuid7()}").json()
    for reader in (api(world, "teacher"), api(elsewhere, "facilitator"), api(world, "administrator")):
        for path in ("", "/evidence", "/reminders", "/chain", "/history"):
            answer = reader.get(f"action-items/{item.pk}{path}")
            assert answer.status_code == 404
            assert {**answer.json(), "request_id": ""} == {**missing, "request_id": ""}
        assert (
            reader.post(f"action-items/{item.pk}/transitions", {"to": "accepted"}, **tag(1)).status_code
            == 404
        )
        assert numbers(reader.get("action-items")) == []
    assert api(world, "anonymous").get(f"action-items/{item.pk}").status_code == 401
    assert api(world, "anonymous").get("action-items").status_code == 401
    assert numbers(api(world, "officer").get("action-items")) == [100001]


def test_the_source_is_named_only_for_who_reads_it(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    seen = api(world, "officer").get(f"action-items/{item.pk}").json()["source"]
    hidden = api(world, "councillor").get(f"action-items/{item.pk}").json()["source"]
    assert seen["thread_title"] == {"uk": thread.title_uk, "en": thread.title_uk}
    assert hidden["thread_title"] is None


def test_a_token_reads_and_writes_what_its_scopes_say(world: World) -> None:
    item = an_item(world)
    reading = api(world, "councillor", token_of(world, "councillor", "tasks:read"))
    shown = reading.get(f"action-items/{item.pk}")
    assert (shown.status_code, shown.json()["allowed"]) == (200, ["read", "see_access"])
    path = f"action-items/{item.pk}/transitions"
    assert reading.post(path, {"to": "accepted"}, **tag(1)).status_code == 403
    writing = api(world, "councillor", token_of(world, "councillor", "tasks:read", "tasks:write"))
    assert writing.post(path, {"to": "accepted"}, **tag(1)).status_code == 200
