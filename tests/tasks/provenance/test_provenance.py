"""The chain: from the cause to the verification, with what is restricted shown without its title."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.models import Fault
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, say
from tests.tasks.helpers import TITLE, an_item, an_item_in, move, prove
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.kernel.object_links import LINKABLE, Linkable, LinkView, link


def chain(world: World, name: str, item: Any) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = api(world, name).get(f"action-items/{item.pk}/chain").json()["items"]
    return steps


def test_a_chain_from_a_message_to_its_verification(world: World) -> None:
    thread = a_thread(world, title_en="How to get into a shelter?")
    message = say(world, "officer", thread, "Вхід — **сходи** вниз.")
    item = an_item_in(world, "verified", message_id=message.pk)
    steps = chain(world, "observer", item)
    assert [one["kind"] for one in steps] == ["thread", "message", "action", "evidence", "verification"]
    assert steps[0]["title"]["en"] == "How to get into a shelter?"
    assert steps[0]["url"] == f"/threads/{thread.pk}"
    assert steps[1]["label"] == {"uk": "Повідомлення №\u00a01", "en": "Message no. 1"}
    assert steps[1]["title"]["uk"] == "Вхід — сходи вниз."
    assert steps[2]["label"]["uk"] == f"Доручення №\u00a0{item.number}"
    assert (steps[2]["title"]["uk"], steps[2]["state"]) == (TITLE, "verified")
    assert (steps[3]["title"], steps[3]["state"]) == ({"uk": "1 доказ", "en": "1 piece"}, "present")
    assert steps[4]["title"]["uk"] == world.organisations["police"].short_name_uk
    assert steps[4]["at"] is not None
    move(world, item, "closed", "secretary")
    assert chain(world, "observer", item)[4] == steps[4]


def test_an_item_of_its_own_begins_with_itself(world: World) -> None:
    steps = chain(world, "observer", an_item(world))
    assert [(one["kind"], one["state"]) for one in steps] == [
        ("action", "proposed"),
        ("evidence", "missing"),
        ("verification", ""),
    ]
    assert steps[2]["title"] == {"uk": "Ще ні", "en": "Not yet"}


def test_what_is_done_waits_for_another(world: World) -> None:
    item = an_item_in(world, "in_progress")
    for _turn in range(2):
        prove(world, item)
    move(world, item, "done")
    steps = chain(world, "teacher", item)
    assert steps[1]["title"] == {"uk": "2 докази", "en": "2 pieces"}
    assert (steps[2]["state"], steps[2]["title"]["uk"]) == ("waiting", "Чекає на іншу організацію")


def test_a_restricted_cause_is_there_without_a_word(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, message_id=say(world, "officer", thread).pk)
    seen, hidden = chain(world, "officer", item)[:2], chain(world, "councillor", item)[:2]
    assert [one["title"] is not None for one in seen] == [True, True]
    for one in hidden:
        assert (one["id"], one["title"], one["url"], one["at"], one["state"]) == (None, None, None, None, "")
    assert [one["kind"] for one in hidden] == ["thread", "message"]
    assert hidden[1]["label"] == {"uk": "Повідомлення", "en": "Message"}


def test_a_deleted_message_is_a_stone(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    item = an_item(world, message_id=message.pk)
    type(message).objects.filter(pk=message.pk).update(deleted_at=now(), body="", html="")
    assert chain(world, "officer", item)[1]["title"]["en"] == "The message was deleted"


def test_a_hidden_message_is_named_so(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    item = an_item(world, message_id=message.pk)
    moderate_message(actor=world.actor("facilitator"), message_id=message.pk, to=Step.HIDE, fault=Fault.SPAM)
    said = {"uk": "Повідомлення приховано", "en": "The message is hidden"}
    assert chain(world, "officer", item)[1]["title"] == said


def test_longer_chains_are_followed_to_their_beginning(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding led to a recommendation, and that to the item; circles do no harm."""
    item, finding, recommendation = an_item(world), uuid7(), uuid7()
    actor = world.actor("facilitator")
    link(actor, "led_to", source=("finding", finding), target=("recommendation", recommendation))
    link(actor, "led_to", source=("recommendation", recommendation), target=("action", item.pk))
    link(actor, "led_to", source=("action", item.pk), target=("finding", finding))
    view = LinkView({"uk": "Темно", "en": "Dark"}, "/findings/1")
    monkeypatch.setitem(
        LINKABLE, "finding", Linkable(lambda _actor, ids: dict.fromkeys(ids, view), "Finding", "groups:read")
    )
    steps = chain(world, "officer", item)
    kinds = [one["kind"] for one in steps]
    assert kinds == ["finding", "recommendation", "action", "evidence", "verification"]
    assert steps[kinds.index("finding")]["title"]["en"] == "Dark"
    assert steps[kinds.index("recommendation")]["title"] is None  # nobody knows how to show it
