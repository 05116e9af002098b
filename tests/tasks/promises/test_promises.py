"""“You said – we did”: what a group publishes of its action items, what strangers read, taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.initiative_groups.services import change_group_state, edit_group
from groups.memberships.services import change_role, end_membership
from groups.models import GroupState, InitiativeGroup, Role, Visibility
from tasks.models import ActionItem, PublicPromise
from tasks.promises.services import PublicWords, publish_promise, take_back_promise
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api, pointers
from tests.privacy.test_erasure import erase
from tests.tasks.external_assignees.test_external_assignees import a_body, its_item
from tests.tasks.helpers import an_item_in, edit, fresh, in_days, kinds_of, move, prove, tag
from viche.kernel.errors import Conflict, Forbidden, NotFound, Stale
from viche.kernel.ids import uuid7

WORDS: dict[str, Any] = {"asked": "Біля школи темно", "answer": "Ставимо шість ліхтарів"}


def show_itself(world: World, visibility: Visibility = Visibility.PUBLIC) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": visibility})


def publish(world: World, item: ActionItem, by: str = "facilitator", **words: Any) -> PublicPromise:
    """In a group that shows itself, of an item as it is now."""
    show_itself(world)
    return publish_promise(
        actor=world.actor(by),
        action_id=item.pk,
        expected_version=fresh(item).version,
        words=PublicWords(**{**WORDS, **words}),
    )


def take_back(world: World, item: ActionItem, by: str = "facilitator") -> None:
    take_back_promise(actor=world.actor(by), action_id=item.pk)


def page(world: World, query: str = "") -> Any:
    """What a stranger finds."""
    return api(world, "anonymous").get(f"public/groups/{world.group.pk}/promises{query}")


def shown(world: World) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = page(world).json()["items"]
    return items


# ---- what a stranger reads ---------------------------------------------------------------------------------


def test_a_stranger_reads_the_public_words_and_nothing_of_the_item(world: World) -> None:
    item = an_item_in(
        world,
        "blocked",
        title_uk="Внутрішня назва",
        description="Внутрішній опис",
        tags=["освітлення"],
        place_name="вул. Садова, 12, кв. 4",
        criteria=["Акт підписано"],
    )
    publish(world, item, place="Біля школи № 2")
    answer = page(world)
    (one,) = answer.json()["items"]
    assert one == {
        "id": str(PublicPromise.objects.get().pk),
        "asked": {"uk": WORDS["asked"], "en": WORDS["asked"]},
        "answer": {"uk": WORDS["answer"], "en": WORDS["answer"]},
        "state": "in_work",
        "due_on": str(in_days(14)),
        "first_due_on": str(in_days(14)),
        "settled_on": None,
        "place": {"uk": "Біля школи № 2", "en": "Біля школи № 2"},
        "done_by": [],
        "published_on": str(date.fromisoformat(one["published_on"])),
    }
    text = answer.content.decode()
    hidden = ["Внутрішн", "освітлення", "Садова", "Акт", "Так треба", str(item.pk)]
    names = [person.name_uk for person in world.people.values()]
    names += [one.name_uk for one in world.organisations.values()]
    assert [words for words in (*hidden, *names) if words in text] == []
    assert answer.json()["next_cursor"] is None
    assert set(answer.json()) == {"items", "next_cursor"}, "no counts of what else there is"


def test_english_is_shown_where_it_was_written(world: World) -> None:
    publish(world, an_item_in(world, "accepted"), asked_en="It is dark by the school", place="Школа")
    (one,) = shown(world)
    assert one["asked"] == {"uk": WORDS["asked"], "en": "It is dark by the school"}
    assert one["answer"] == {"uk": WORDS["answer"], "en": WORDS["answer"]}
    assert one["place"] == {"uk": "Школа", "en": "Школа"}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("accepted", "in_work"),
        ("in_progress", "in_work"),
        ("blocked", "in_work"),
        ("done", "in_work"),
        ("verified", "done"),
        ("closed", "done"),
        ("cancelled", "dropped"),
    ],
)
def test_its_state_is_told_coarsely(world: World, state: str, told: str) -> None:
    item = an_item_in(world, state)
    publish(world, item)
    (one,) = shown(world)
    assert one["state"] == told
    assert (one["settled_on"] is None) == (told == "in_work")


@pytest.mark.parametrize("state", ["proposed", "declined"])
def test_what_nobody_has_taken_on_is_not_published(world: World, state: str) -> None:
    item = an_item_in(world, state)
    with pytest.raises(Forbidden):
        publish(world, item)
    assert shown(world) == []


def test_words_for_one_state_are_not_shown_in_another(world: World) -> None:
    item = an_item_in(world, "in_progress")
    publish(world, item)
    prove(world, item)
    move(world, item, "done")
    assert shown(world)[0]["answer"] is not None, "nobody has found it done yet"
    move(world, item, "verified", "officer")
    (one,) = shown(world)
    assert (one["state"], one["answer"], one["asked"]["uk"]) == ("done", None, WORDS["asked"])
    assert (
        api(world, "officer").get(f"action-items/{item.pk}/promise").json()["promise"]["is_current"] is False
    )
    publish(world, item, answer="Шість ліхтарів світять")
    assert shown(world)[0]["answer"]["uk"] == "Шість ліхтарів світять"


def test_a_moved_day_stands_beside_the_first_one(world: World) -> None:
    item = an_item_in(world, "accepted")
    publish(world, item)
    edit(world, item, due_on=in_days(30))
    (one,) = shown(world)
    assert (one["first_due_on"], one["due_on"]) == (str(in_days(14)), str(in_days(30)))


def test_those_who_do_it_are_named_only_where_that_was_ticked_and_while_they_do(world: World) -> None:
    council, school = world.organisations["council"], world.organisations["school"]
    item = an_item_in(world, "accepted", coowners=[school.pk])
    publish(world, item, named=[school.pk, council.pk, school.pk])
    assert doers(world) == [school.name_uk, council.name_uk]
    edit(world, item, coowners=[])
    assert doers(world) == [council.name_uk]
    edit(world, item, coowners=[world.organisations["ngo"].pk])
    assert doers(world) == [council.name_uk], "nobody ticked the new one"
    police = str(world.organisations["police"].pk)
    assert pointers(put(world, item, named=[police])) == [("/named/0", "not_an_owner")]


def test_a_body_without_an_account_is_named_like_an_organisation(world: World) -> None:
    item = its_item(world, a_body(world))
    for to in ("accepted", "in_progress"):
        ActionItem.objects.filter(pk=item.pk).update(state=to)
    body = fresh(item).outside_body
    assert body is not None
    publish(world, item, named=[body.pk])
    assert doers(world) == [body.name_uk]
    assert "@" not in page(world).content.decode()


def doers(world: World) -> list[str]:
    return [name["uk"] for one in shown(world) for name in one["done_by"]]


# ---- pages -------------------------------------------------------------------------------------------------


def test_it_comes_page_by_page_the_latest_first_and_says_nothing_of_the_others(world: World) -> None:
    items = [an_item_in(world, "accepted") for _number in range(3)]
    for number, item in enumerate(items):
        publish(world, item, asked=f"Прохання {number}")
    first = page(world, "?limit=2").json()
    assert [one["asked"]["uk"] for one in first["items"]] == ["Прохання 2", "Прохання 1"]
    take_back(world, items[0])
    assert page(world, f"?limit=2&cursor={first['next_cursor']}").json() == {"items": [], "next_cursor": None}
    assert page(world, "?state=done").status_code == 400


def test_it_takes_as_many_queries_for_many_as_for_one(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(world)
        return len(seen)

    council = world.organisations["council"].pk
    publish(world, an_item_in(world, "accepted"), named=[council])
    few = queries()
    for _number in range(4):
        publish(world, an_item_in(world, "verified"), named=[council])
    assert queries() == few


# ---- when there is no page, and when it goes ---------------------------------------------------------------


def test_a_group_without_a_public_page_publishes_nothing_and_is_as_absent(world: World) -> None:
    item = an_item_in(world, "accepted")
    show_itself(world, Visibility.LISTED)
    with pytest.raises(Conflict) as refused:
        publish_promise(
            actor=world.actor("facilitator"),
            action_id=item.pk,
            expected_version=fresh(item).version,
            words=PublicWords(**WORDS),
        )
    assert refused.value.reason == "no_public_page"
    nowhere = api(world, "anonymous").get(f"public/groups/{uuid7()}/promises")
    listed = page(world)
    assert listed.status_code == nowhere.status_code == 404
    assert {**listed.json(), "request_id": ""} == {**nowhere.json(), "request_id": ""}


def test_closing_the_page_hides_everything_at_once_and_opening_it_shows_it_again(world: World) -> None:
    item = an_item_in(world, "accepted")
    publish(world, item)
    show_itself(world, Visibility.HIDDEN)
    assert page(world).status_code == 404
    seen = api(world, "officer").get(f"action-items/{item.pk}/promise").json()
    assert (seen["page_open"], seen["shown"], seen["promise"]["asked"]) == (False, None, WORDS["asked"])
    show_itself(world)
    assert len(shown(world)) == 1


def enter(world: World, state: GroupState) -> None:
    group = InitiativeGroup.objects.get(pk=world.group.pk)
    change_group_state(
        actor=SYSTEM, group_id=group.pk, to=state, reason="Перерва", expected_version=group.version
    )


@pytest.mark.parametrize("state", [GroupState.SUSPENDED, GroupState.DISSOLVED])
def test_a_group_that_rests_keeps_its_page_and_its_head_takes_back(world: World, state: GroupState) -> None:
    item, other = an_item_in(world, "accepted"), an_item_in(world, "accepted")
    publish(world, item)
    publish(world, other)
    enter(world, state)
    assert len(shown(world)) == 2
    with pytest.raises(Forbidden):
        publish_again(world, item)
    for name in ("secretary", "officer", "observer"):
        with pytest.raises(Forbidden):
            take_back(world, item, name)
    assert "take_back" in api(world, "facilitator").get(f"action-items/{item.pk}").json()["allowed"]
    take_back(world, item)
    assert len(shown(world)) == 1


def publish_again(world: World, item: ActionItem) -> None:
    publish_promise(
        actor=world.actor("facilitator"),
        action_id=item.pk,
        expected_version=fresh(item).version,
        words=PublicWords(**WORDS),
    )


def test_who_led_and_left_takes_nothing_back(world: World) -> None:
    item = an_item_in(world, "accepted")
    publish(world, item)
    group_id, seat = world.group.pk, world.seats["facilitator"]
    change_role(
        actor=SYSTEM, group_id=group_id, membership_id=world.seats["secretary"].pk, role=Role.FACILITATOR
    )
    end_membership(actor=SYSTEM, group_id=group_id, membership_id=seat.pk, reason="Інша робота")
    with pytest.raises(NotFound):
        take_back(world, item)


# ---- publishing --------------------------------------------------------------------------------------------


def put(world: World, item: ActionItem, by: str = "facilitator", **words: Any) -> Any:
    at = f"action-items/{item.pk}/promise"
    return api(world, by).put(at, {**WORDS, **words}, **tag(fresh(item).version))


def test_who_leads_publishes_says_it_anew_and_takes_it_back_and_the_history_tells(world: World) -> None:
    show_itself(world)
    item = an_item_in(world, "accepted")
    at = f"action-items/{item.pk}/promise"
    assert api(world, "officer").get(at).json() == {"promise": None, "shown": None, "page_open": True}
    made = put(world, item).json()
    assert (made["promise"]["is_current"], made["promise"]["named"]) == (True, [])
    assert made["shown"] == shown(world)[0]
    assert put(world, item).status_code == 200, "the same again"
    assert put(world, item, answer="Ставимо сім").json()["shown"]["answer"]["uk"] == "Ставимо сім"
    assert [put(world, item, name).status_code for name in ("secretary", "officer", "outsider")] == [
        403,
        403,
        404,
    ]
    assert api(world, "secretary").delete(at).status_code == 403
    assert [api(world, "facilitator").delete(at).status_code for _time in range(2)] == [204, 204]
    assert shown(world) == []
    assert not PublicPromise.objects.exists(), "the words are not kept"
    told = [kind for kind in kinds_of(item) if kind.startswith("promise")]
    assert told == ["promise_published", "promise_published", "promise_taken_back"]
    history = api(world, "observer").get(f"action-items/{item.pk}/history").json()["items"]
    assert history[0]["kind"] == "tasks.promise_taken_back"
    assert history[0]["actor"]["person"]["id"] == str(world.people["facilitator"].pk)


def test_the_preview_is_what_will_be_shown_and_keeps_nothing(world: World) -> None:
    show_itself(world)
    item = an_item_in(world, "verified")
    words: dict[str, Any] = {
        **WORDS,
        "asked_en": "Dark",
        "place": "Школа",
        "named": [str(world.organisations["council"].pk)],
    }
    at = f"action-items/{item.pk}/promise/preview"
    previewed = api(world, "facilitator").post(at, words)
    assert previewed.status_code == 200
    assert not PublicPromise.objects.exists()
    assert put(world, item, **words).status_code == 200
    (one,) = shown(world)
    assert {**previewed.json(), "id": ""} == {**one, "id": ""}
    assert api(world, "secretary").post(at, words).status_code == 403
    assert pointers(api(world, "facilitator").post(at, {**words, "answer": " "})) == [("/answer", "blank")]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"asked": "  "}, ("/asked", "blank")),
        ({"answer": "\u200b"}, ("/answer", "blank")),
        ({"answer": "а" * 2001}, ("/answer", "max_length")),
        ({"place": "шко\u202eла"}, ("/place", "direction")),
        ({"answer_en": "шко\u202eла"}, ("/answer_en", "direction")),
        ({"title": "Так"}, ("/title", "unknown")),
    ],
)
def test_words_for_everybody_pass_the_same_checks(
    world: World, words: dict[str, str], fault: tuple[str, str]
) -> None:
    show_itself(world)
    assert pointers(put(world, an_item_in(world, "accepted"), **words)) == [fault]
    assert shown(world) == []


def test_of_two_who_publish_at_once_the_later_one_looks_again(world: World) -> None:
    item = an_item_in(world, "accepted")
    version = fresh(item).version
    publish(world, item)
    with pytest.raises(Stale):
        publish_promise(
            actor=world.actor("facilitator"),
            action_id=item.pk,
            expected_version=version,
            words=PublicWords(asked="Інше", answer="Інше"),
        )


# ---- people ------------------------------------------------------------------------------------------------


def test_who_is_erased_is_named_nowhere_and_the_page_stays(world: World) -> None:
    item = an_item_in(world, "accepted")
    publish(world, item)
    before, name = shown(world), world.people["facilitator"].name_uk
    erase(world.people["facilitator"])
    assert shown(world) == before
    seen = api(world, "officer").get(f"action-items/{item.pk}/promise")
    assert (seen.status_code, name in seen.content.decode()) == (200, False)


def test_days_are_those_of_the_group(world: World) -> None:
    item = an_item_in(world, "cancelled")
    publish(world, item)
    late = fresh(item).state_since.replace(hour=22, minute=30)  # of UTC: the next day in Kyiv
    ActionItem.objects.filter(pk=item.pk).update(state_since=late)
    assert shown(world)[0]["settled_on"] == str(late.date() + timedelta(days=1))
