"""The words of a request for access and of its answer: what looks like personal data is told knowingly."""

from __future__ import annotations

import pytest

from dialogue.models import AccessRequest, AccessState
from tests.cast import World
from tests.dialogue.access_requests.helpers import an_announced_thread, ask
from tests.dialogue.helpers import api, pointers
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db
PHONE = "Дзвоніть: 067 123 45 67"


def confirmed(kind: str) -> list[list[str]]:
    told = Event.objects.filter(kind=f"dialogue.{kind}").order_by("id")
    return [one.data["confirmed"] for one in told]


def test_why_one_asks_is_told_knowingly(world: World) -> None:
    thread = an_announced_thread(world)
    line, path = api(world, "teacher"), f"threads/{thread.pk}/access-requests"
    refused = line.post(path, {"reason": PHONE})
    assert (refused.status_code, refused.json()["code"]) == (422, "personal_data")
    assert (pointers(refused), refused.json()["errors"][0]["span"]) == ([("/reason", "phone")], [10, 23])
    assert not AccessRequest.objects.exists()
    assert line.post(path, {"reason": PHONE, "confirmed": ["email"]}).status_code == 422
    made = line.post(path, {"reason": PHONE, "confirmed": ["phone"]})
    assert (made.status_code, made.json()["reason"]) == (201, PHONE)
    assert confirmed("access_asked_for") == [["phone"]]


def test_why_somebody_is_declined_is_told_knowingly(world: World) -> None:
    request = ask(world, an_announced_thread(world))
    line, path = api(world, "facilitator"), f"access-requests/{request.pk}"
    said = {"to": "declined", "reason": PHONE}
    refused = line.post(path, said)
    assert (refused.status_code, pointers(refused)) == (422, [("/reason", "phone")])
    request.refresh_from_db()
    assert request.state == AccessState.PENDING
    assert line.post(path, {**said, "confirmed": ["phone"]}).json()["answer"] == PHONE
    assert confirmed("access_request_closed") == [["phone"]]
