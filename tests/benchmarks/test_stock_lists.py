"""The stock arm of the lists answers what the product does: the same JSON of the same rows, to anybody."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIRequestFactory, force_authenticate

from benchmarks.arms.stock_lists import VIEWS
from dialogue.acknowledgements.services import acknowledge_message, make_must_read
from dialogue.messages.attachments import NewAttachment
from dialogue.models import ReactionKind, ThreadState
from dialogue.reactions.services import add_reaction, support_message
from dialogue.reading.services import mark_read
from tasks.models import Audience
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, a_thread_in, api, say
from tests.tasks.helpers import an_item, an_item_in, edit, in_days, prove
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
# Without what stands before a view in either project.
BARE: dict[str, Any] = {
    "authentication_classes": (),
    "permission_classes": (),
    "throttle_classes": (),
    "renderer_classes": (JSONRenderer,),
}


def stock(world: World, name: str, kind: str, **query: Any) -> list[dict[str, Any]]:
    request = APIRequestFactory().get("/", query)
    force_authenticate(request, world.people[name])
    answer = VIEWS[kind].as_view({"get": "list"}, **BARE)(request)
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = orjson.loads(answer.render().content)["results"]
    return rows


def ours(world: World, name: str, path: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api(world, name).get(path).json()["items"]
    return rows


@pytest.mark.parametrize("name", ["facilitator", "officer", "teacher", "observer"])
def test_threads(world: World, name: str) -> None:
    a_thread(world, draft=True)
    a_thread_in(world, ThreadState.CLOSED)
    a_restricted_thread(world, organisations=("police",), people=("teacher",))
    busy = a_thread(world)
    for speaker in ("officer", "teacher", "officer"):
        say(world, speaker, busy, on_behalf=speaker == "officer")
    mark_read(actor=world.actor("teacher"), thread_id=busy.pk, ranges=[(1, 1)])
    shown = ours(world, name, "threads")
    assert len(shown) >= 2
    assert stock(world, name, "threads") == shown


@pytest.mark.parametrize("name", ["facilitator", "officer", "teacher", "councillor"])
def test_action_items(world: World, name: str) -> None:
    for state in ("proposed", "blocked", "verified"):
        an_item_in(world, state, due_on=in_days(3))
    proved = an_item_in(world, "in_progress", due_on=in_days(1), criteria=["Пандус є", "Перила є"])
    prove(world, proved, criterion_id=proved.criteria.order_by("position")[0].pk)
    an_item(world, verifier_organisation_id=world.organisations["police"].pk)
    for people in (("teacher",), ("officer",)):
        item = an_item(world, thread_id=a_restricted_thread(world, people=people).pk)
    edit(world, item, audience=Audience.GROUP)
    shown = ours(world, name, "action-items")
    assert len(shown) >= 6
    assert stock(world, name, "items") == shown


def test_messages(world: World) -> None:
    thread = a_thread(world)
    first = say(world, "officer", thread, "Перше, **важливе**", on_behalf=True)
    say(world, "teacher", thread, "Друге", reply_to=first.pk)
    support_message(actor=world.actor("teacher"), message_id=first.pk)
    support_message(actor=world.actor("councillor"), message_id=first.pk)
    for name in ("teacher", "councillor"):
        add_reaction(actor=world.actor(name), message_id=first.pk, kind=ReactionKind.THANKS)
    make_must_read(actor=world.actor("facilitator"), message_id=first.pk, due_on=None)
    acknowledge_message(actor=world.actor("teacher"), message_id=first.pk)
    say(world, "teacher", thread, "Третє", quote={"message_id": first.pk, "text": "важливе"})
    note = {"name": "акт.txt", "media_type": "text/plain", "size": 6, "width": None, "height": None}
    files = [NewAttachment(file_id=uuid7(), facts=note, alt="Акт огляду") for _each in range(2)]
    say(world, "teacher", thread, "Четверте", attachments=files)
    shown = ours(world, "officer", f"threads/{thread.pk}/messages")
    assert len(shown) == 4
    assert stock(world, "officer", "messages", thread=thread.pk, first=1, last=4) == shown
    assert stock(world, "outsider", "messages", thread=thread.pk, first=1, last=2) == []
