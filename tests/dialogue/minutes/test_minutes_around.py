"""What stands around minutes: who is told, the proof of identity, files of signatures, search, copies."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from dialogue.minutes.models import MinutesSignature, SignatureWay
from tests.cast import World
from tests.dialogue.helpers import api
from tests.dialogue.meetings.helpers import if_match_now
from tests.dialogue.messages.test_attachments import a_file, a_note, opens
from tests.dialogue.minutes.helpers import end_remarks, move, sign, some_minutes
from tests.files import samples
from tests.tasks.lifecycle.test_notifications import forget, told, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]


def test_people_are_told_what_minutes_want_of_them(world: World) -> None:
    minutes = some_minutes(world)
    forget()
    move(world, minutes, "remarks")
    assert told(world).keys() == {"facilitator", "officer"}
    assert words(world, "officer").needs_answer
    forget()
    api(world, "officer").post(f"minutes/{minutes.pk}/remarks", {"text": "Не так було"})
    assert told(world).keys() == {"facilitator", "secretary"}
    forget()
    remark = minutes.remarks.get()
    path = f"minutes/{minutes.pk}/remarks/{remark.pk}/decision"
    api(world, "secretary").put(path, {"accept": False, "answer": "Саме так"}, **if_match_now(minutes))
    assert told(world).keys() == {"officer"}
    forget()
    end_remarks(minutes)
    move(world, minutes, "signing")
    assert told(world).keys() == {"facilitator"}
    sign(world, minutes, "chair", "facilitator")
    forget()
    sign(world, minutes, "secretary", "secretary")
    assert "observer" in told(world)


def test_a_signature_needs_a_fresh_proof_of_identity(world: World) -> None:
    minutes = some_minutes(world, "signing")
    person = world.people["facilitator"]
    person.set_password("довгий пароль для перевірки")
    person.save()
    browser = Client()
    browser.force_login(person, "django.contrib.auth.backends.ModelBackend")
    answer = browser.put(
        f"/api/v1/minutes/{minutes.pk}/signatures/chair",
        {"way": "proof"},
        content_type="application/json",
        headers=if_match_now(minutes),
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "proof_required")


@pytest.mark.parametrize(
    ("name", "content"),
    [("підпис.asice", samples.container(act_DOT_pdf=samples.pdf())), ("підпис.p7s", samples.signed_data())],
)
def test_a_qualified_signature_is_brought_as_it_is(world: World, name: str, content: bytes) -> None:
    minutes = some_minutes(world, "signing")
    file = a_file(world, "facilitator", name, content)
    body = {"way": "container", "file_id": str(file.pk)}
    path = f"minutes/{minutes.pk}/signatures/chair"
    answer = api(world, "facilitator").put(path, body, **if_match_now(minutes))
    assert answer.status_code == 200, answer.content
    assert answer.json()["signatures"][0]["way"] == "container"
    assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_a_signed_paper_is_brought_by_who_keeps_the_record(world: World) -> None:
    minutes = some_minutes(world, "signing")
    file = a_note(world, "secretary")
    body = {"way": "paper", "file_id": str(file.pk)}
    path = f"minutes/{minutes.pk}/signatures/chair"
    answer = api(world, "secretary").put(path, body, **if_match_now(minutes))
    assert answer.status_code == 200, answer.content
    row = MinutesSignature.objects.get()
    assert (row.way, row.mandate_id) == (SignatureWay.PAPER, world.mandates["facilitator"].pk)
    signature = answer.json()["signatures"][0]
    assert signature["signer"]["person"]["id"] == str(world.people["facilitator"].pk)
    assert signature["recorded_by"]["id"] == str(world.people["secretary"].pk)
    assert opens(world, "observer", file) == 200
    path, body["file_id"] = path.replace("chair", "secretary"), str(a_note(world, "secretary").pk)
    again = api(world, "secretary").put(path, body, **if_match_now(minutes))
    assert (again.status_code, again.json()["code"]) == (409, "same_recorder")


def test_a_reader_is_told_why_they_see_minutes(world: World) -> None:
    minutes = some_minutes(world)
    answer = api(world, "observer").get(f"minutes/{minutes.pk}/access/mine")
    assert [one["kind"] for one in answer.json()["items"]] == ["group"]
