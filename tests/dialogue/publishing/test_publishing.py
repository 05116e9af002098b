"""Threads that anybody reads: who publishes them and takes them back, and by what that ends."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.models import Message, Thread, ThreadState
from dialogue.publishing.selectors import get_public_key
from dialogue.summary.services.summaries import write_summary
from groups.initiative_groups.services import change_group_state
from groups.models import GroupState, InitiativeGroup, OfficeKind, Visibility
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import (
    Api,
    a_group_beside,
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    if_match,
    merge,
    part,
    pointers,
    restrict,
    say,
    step,
    take,
    widen,
)
from tests.dialogue.publishing.helpers import (
    KNOWING,
    a_public_thread,
    head,
    heard,
    listed,
    publish,
    show_itself,
    take_back,
    tell,
)
from tests.groups.helpers import an_office
from viche.kernel.disclosure import PersonalData
from viche.kernel.errors import Forbidden, Invalid, NotFound, Stale
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def now_(thread: Thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def changes(thread: Thread) -> list[str]:
    rows = Event.objects.filter(kind="dialogue.thread_changed", subject_id=thread.pk).order_by("id")
    return [row.data["change"] for row in rows]


def put(world: World, thread: Thread, by: str = "facilitator", **body: Any) -> Any:
    return api(world, by).put(f"threads/{thread.pk}/publication", body, **if_match(now_(thread)))


# ---- who -------------------------------------------------------------------------------------------------


def test_who_leads_publishes_and_takes_back_and_the_log_tells(world: World) -> None:
    show_itself(world)
    thread = a_thread(world)
    say(world, "teacher", thread)
    made = put(world, thread).json()
    assert (made["public"]["first"], made["public"]["gist"]) == (2, False)
    assert listed(world) == [str(thread.pk)]
    assert [put(world, thread, name).status_code for name in ("secretary", "observer", "outsider")] == [
        403,
        403,
        404,
    ]
    at = f"threads/{thread.pk}/publication"
    assert api(world, "secretary").delete(at).status_code == 403
    assert [api(world, "facilitator").delete(at).json()["public"] for _time in range(2)] == [None, None]
    assert (listed(world), head(world, thread).status_code) == ([], 404)
    assert changes(thread) == ["published", "taken_back"]


def test_who_leads_the_thread_alone_takes_it_back_and_does_not_publish_it(world: World) -> None:
    """It would stand on the page of the group, in its name."""
    thread = a_thread(world, by="officer")
    show_itself(world)
    assert put(world, thread, "officer").status_code == 403
    assert "publish" not in api(world, "officer").get(f"threads/{thread.pk}").json()["allowed"]
    publish(world, thread)
    assert put(world, thread, "officer", gist=True).status_code == 403
    assert not take_back(world, thread, "officer").is_public


def test_a_group_without_a_page_publishes_nothing(world: World) -> None:
    thread = a_thread(world)
    for visibility in (Visibility.HIDDEN, Visibility.LISTED):
        show_itself(world, visibility)
        refused = put(world, thread)
        assert (refused.status_code, refused.json()["code"]) == (409, "no_public_page")
    InitiativeGroup.objects.filter(pk=world.group.pk).update(visibility="public", state=GroupState.PROPOSED)
    assert put(world, thread).json()["code"] == "no_public_page"
    assert not now_(thread).is_public


def test_when_the_group_closes_its_page_nobody_else_reads_it(world: World) -> None:
    thread = a_public_thread(world)
    show_itself(world, Visibility.LISTED)
    assert head(world, thread).status_code == 404
    assert api(world, "anonymous").get(f"public/groups/{world.group.pk}/threads").status_code == 404
    assert is_open(world, thread) == [False, False]
    show_itself(world)
    assert (head(world, thread).status_code, is_open(world, thread)) == (200, [True, True])
    show_itself(world, Visibility.HIDDEN)
    assert is_open(world, thread) == [False, False]
    # Whoever writes is still asked: the page may open again.
    with pytest.raises(PersonalData):
        say(world, "teacher", thread)


def is_open(world: World, thread: Thread) -> list[bool]:
    """What its group is told of it, in the thread and in the list."""
    one = api(world, "teacher").get(f"threads/{thread.pk}").json()
    (row,) = api(world, "teacher").get(f"groups/{world.group.pk}/threads").json()["items"]
    return [found["public"]["open"] for found in (one, row)]


def test_published_again_changes_nothing_and_a_stale_page_looks_again(world: World) -> None:
    thread = a_public_thread(world)
    tell(world, "teacher", thread)
    again = publish(world, thread, expected_version=1)
    assert (again.public_from, again.public_at) == (1, thread.public_at)
    assert changes(thread) == ["published"]
    with pytest.raises(Stale):
        publish(world, thread, gist=True, expected_version=1)
    wider = publish(world, thread, gist=True)
    assert (wider.public_from, wider.public_gist) == (1, True)


def test_what_is_restricted_or_a_draft_is_not_published(world: World) -> None:
    with pytest.raises(Forbidden) as refused:
        publish(world, a_restricted_thread(world, organisations=("police",)))
    assert refused.value.reason == "thread_restricted"
    for state, why in ((ThreadState.DRAFT, "thread_state"), (ThreadState.CLOSED, "thread_closed")):
        with pytest.raises(Forbidden) as refused:
            publish(world, a_thread_in(world, state))
        assert refused.value.reason == why


def test_a_closed_one_stays_public_is_taken_back_and_goes_on_public_when_reopened(world: World) -> None:
    thread, other = a_public_thread(world), a_public_thread(world)
    for one in (thread, other):
        step(world, one, ThreadState.CLOSED, **KNOWING)
    assert head(world, thread).json()["state"] == "closed"
    assert not take_back(world, other).is_public
    step(world, thread, ThreadState.OPEN)
    assert (head(world, thread).status_code, head(world, other).status_code) == (200, 404)


# ---- its end ---------------------------------------------------------------------------------------------


def test_it_ends_when_it_is_restricted_and_widened_it_is_for_the_group_alone(world: World) -> None:
    thread = a_public_thread(world)
    tell(world, "teacher", thread)
    restrict(world, thread, organisations=("police",))
    assert head(world, thread).status_code == 404
    widen(world, thread)
    assert (head(world, thread).status_code, now_(thread).is_public) == (404, False)
    again = publish(world, thread)
    assert (again.public_from, heard(world, thread)) == (2, [])


def test_it_ends_when_it_is_taken_to_another_group(world: World) -> None:
    there = a_group_beside(world, "facilitator", "officer")
    InitiativeGroup.objects.filter(pk=there.pk).update(visibility="public", state=GroupState.ACTIVE)
    thread = a_public_thread(world)
    take(world, thread, there)
    assert (head(world, thread).status_code, now_(thread).is_public) == (404, False)


def test_it_ends_when_it_goes_on_in_another_one_and_nothing_goes_on_in_it(world: World) -> None:
    thread, other = a_public_thread(world), a_thread(world)
    with pytest.raises(Invalid) as refused:
        merge(world, other, thread)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/into", "public")]
    tell(world, "teacher", thread)
    merge(world, thread, other)
    assert (head(world, thread).status_code, head(world, other).status_code) == (404, 404)


def test_what_is_taken_out_of_it_is_for_the_group(world: World) -> None:
    thread = a_public_thread(world)
    for name in ("teacher", "officer"):
        tell(world, name, thread)
    into = part(world, thread, 1)
    assert head(world, into).status_code == 404
    assert [one["key"] for one in heard(world, thread)] == [
        get_public_key(Message.objects.get(thread=thread, number=2))
    ]


@pytest.mark.parametrize("state", [GroupState.ACTIVE, GroupState.SUSPENDED, GroupState.DISSOLVED])
def test_who_coordinates_the_territory_clears_the_page_and_reads_no_thread(
    world: World, elsewhere: World, state: GroupState
) -> None:
    thread = a_public_thread(world)
    theirs = a_public_thread(elsewhere)
    if state != GroupState.ACTIVE:
        change_group_state(
            actor=SYSTEM, group_id=world.group.pk, to=state, reason="Перерва", expected_version=version(world)
        )
    at = f"groups/{world.group.pk}/public-threads/{thread.pk}"
    coordinator = Api(an_office(world, OfficeKind.COORDINATOR).person)
    assert [api(world, name).delete(at).status_code for name in ("facilitator", "outsider")] == [403, 404]
    assert listed(world) == [str(thread.pk)]
    assert [coordinator.delete(at).status_code for _time in range(2)] == [204, 204]
    assert (listed(world), changes(thread)) == ([], ["published", "taken_back"])
    assert coordinator.get(f"threads/{thread.pk}").status_code == 404
    assert coordinator.delete(f"groups/{world.group.pk}/public-threads/{theirs.pk}").status_code == 204
    assert coordinator.delete(f"groups/{elsewhere.group.pk}/public-threads/{uuid7()}").status_code == 404
    assert listed(elsewhere) == [str(theirs.pk)], "a page is cleared of its own alone"


def version(world: World) -> int:
    return InitiativeGroup.objects.get(pk=world.group.pk).version


# ---- what becomes public at once -------------------------------------------------------------------------


def summed_up(world: World, thread: Thread, body: str = "Поручні потрібні", was: int = 0) -> None:
    write_summary(
        actor=world.actor("facilitator").with_confirmed(["public", "phone"]),
        thread_id=thread.pk,
        expected_version=was,
        body=body,
    )


def test_a_summary_of_before_is_public_only_where_that_was_said(world: World) -> None:
    thread = a_thread(world)
    say(world, "teacher", thread)
    summed_up(world, thread)
    publish(world, thread)
    assert head(world, thread).json()["summary"] is None
    publish(world, thread, gist=True, summary_version=1)
    shown = head(world, thread).json()
    assert (shown["summary"], "<p>" in shown["summary_html"]) == ("Поручні потрібні", True)
    publish(world, thread, gist=False)
    assert head(world, thread).json()["summary"] is None
    summed_up(world, thread, "Поручні й пандус", was=1)
    assert head(world, thread).json()["summary"] == "Поручні й пандус"


def test_a_summary_is_published_as_it_was_read(world: World) -> None:
    thread = a_thread(world)
    show_itself(world)
    summed_up(world, thread)
    summed_up(world, thread, "Поручні – 067 123 45 67", was=1)
    without = put(world, thread, gist=True)
    assert (without.status_code, pointers(without)) == (422, [("/summary_version", "required")])
    assert put(world, thread, gist=True, summary_version=1).status_code == 412
    assert not now_(thread).is_public
    assert pointers(put(world, thread, gist=True, summary_version=2)) == [("/summary", "phone")]
    assert put(world, thread, gist=True, summary_version=2, confirmed=["phone"]).status_code == 200
    other = a_thread(world)
    assert put(world, other, gist=True).status_code == 200, "none was written"


def test_an_outcome_of_before_is_public_only_where_that_was_said(world: World) -> None:
    thread = a_thread_in(world, ThreadState.CLOSED)
    step(world, thread, ThreadState.OPEN)
    publish(world, thread)
    assert head(world, thread).json()["outcome"] is None
    assert head(world, publish(world, thread, gist=True)).json()["outcome"]["uk"] == "Обстежити всі укриття"
    publish(world, thread, gist=False)
    step(world, thread, ThreadState.SUMMARISING, outcome_uk="Ще не вирішено", **KNOWING)
    assert head(world, thread).json()["outcome"] is None
    step(world, thread, ThreadState.CLOSED, outcome_uk="Поставити поручні", **KNOWING)
    assert head(world, thread).json()["outcome"]["uk"] == "Поставити поручні"


def test_what_looks_like_personal_data_becomes_public_knowingly(world: World) -> None:
    thread = a_thread(world, title_uk="Дзвоніть 067 123 45 67", confirmed=["phone"])
    show_itself(world)
    assert pointers(put(world, thread)) == [("/title", "phone")]
    assert put(world, thread, confirmed=["phone"]).status_code == 200
    (event,) = Event.objects.filter(kind="dialogue.thread_changed", subject_id=thread.pk)
    assert event.data["confirmed"] == ["phone"]


def test_bad_inputs_name_the_field(world: World) -> None:
    thread = a_thread(world)
    show_itself(world)
    for body, at in (
        ({"gist": "так"}, "/gist"),
        ({"summary_version": -1}, "/summary_version"),
        ({"reason": "Так"}, "/reason"),
        ({"confirmed": 1}, "/confirmed"),
    ):
        answer = put(world, thread, **body)
        assert (answer.status_code, pointers(answer)[0][0]) in ((400, at), (422, at))
    without = api(world, "facilitator").put(f"threads/{thread.pk}/publication", {})
    assert without.status_code == 428


# ---- writing ---------------------------------------------------------------------------------------------


def test_whoever_writes_says_that_they_know_it(world: World) -> None:
    thread = a_public_thread(world)
    at, body = f"threads/{thread.pk}/messages", {"client_id": str(uuid7()), "body": "Для всіх"}
    refused = api(world, "teacher").post(at, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "personal_data")
    assert pointers(refused) == [("/body", "public")]
    assert heard(world, thread) == []
    sent = api(world, "teacher").post(at, {**body, "confirmed": ["public"]})
    assert sent.status_code == 201
    again = api(world, "teacher").post(at, body)
    assert (again.status_code, again.json()["number"]) == (200, 1), "what was sent already is found"
    (event,) = Event.objects.filter(kind="dialogue.message_posted")
    assert event.data["confirmed"] == ["public"]


def test_what_gives_something_away_is_named_beside_that_anybody_reads_it(world: World) -> None:
    thread = a_public_thread(world)
    with pytest.raises(PersonalData) as refused:
        say(world, "teacher", thread, "Олена: 067 123 45 67", confirmed=["phone"])
    assert [(one.code, one.span is None) for one in refused.value.errors] == [
        ("public", True),
        ("phone", False),
    ]
    with pytest.raises(PersonalData):
        say(world, "teacher", thread, "Олена: 067 123 45 67", confirmed=["public"])
    assert say(world, "teacher", thread, "067 123 45 67", confirmed=["public", "phone"]).number == 1


def test_a_thread_of_the_group_asks_nobody(world: World) -> None:
    thread = a_thread(world)
    assert say(world, "teacher", thread, confirmed=["public"]).number == 1
    with pytest.raises(NotFound):
        take_back(world, thread, "outsider")


def test_a_summary_of_a_public_thread_is_written_knowingly(world: World) -> None:
    thread = a_public_thread(world)
    facts: dict[str, Any] = {"actor": world.actor("facilitator"), "thread_id": thread.pk, "body": "Так"}
    with pytest.raises(PersonalData) as refused:
        write_summary(expected_version=0, **facts)
    assert [one.code for one in refused.value.errors] == ["public"]
    facts["actor"] = facts["actor"].with_confirmed(["public"])
    assert write_summary(expected_version=0, **facts).body == "Так"
