"""Every POST that declares `Idempotency-Key` honours it, whatever its body is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings

from dialogue.models import Thread
from groups.memberships.services import end_membership
from groups.models import Invitation
from tests.architecture.test_default_deny import endpoints
from tests.architecture.test_routes import PARAMETER
from tests.cast import SYSTEM, World
from tests.groups.joining.test_invitation_emails import invited, letters
from viche.files.models import StoredFile
from viche.files.services.parts import add_to_upload, begin_upload
from viche.files.services.uploads import upload_file
from viche.kernel.api import PUBLIC
from viche.kernel.api.idempotency import JSON
from viche.kernel.api.visibility import get_policies
from viche.kernel.models import IdempotencyKey
from viche.privacy.models import DataExport
from viche.realtime.models import RealtimeTicket

# Named in addresses, and nobody's but the person's who has the key.
OWN = {"upload_id", "reminder_id"}
# Of the decision, meeting or dossier that the address names, too.
WITHIN = {"voter_id", "item_id", "dossier_request_id"}
KEPT = [(address, cls) for address, cls in endpoints() if "POST" in cls.actions and cls.keeps_answers]


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    storage = {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def a_file(world: World) -> StoredFile:
    return upload_file(actor=world.actor("teacher"), content=ContentFile(b"note", "a.txt"))


def browser_of(world: World, name: str) -> Client:
    browser = Client()
    browser.force_login(world.people[name])
    return browser


def ask(browser: Client, address: str, data: Any = "", media_type: str = JSON, key: str = "once") -> Any:
    headers = {"Idempotency-Key": key}
    return browser.post(f"/api/v1/{address}", data, content_type=media_type, headers=headers)


def test_answers_are_stored_for_known_people_alone_and_authorised_again() -> None:
    assert [cls.__name__ for _address, cls in KEPT if cls.actions["POST"] is PUBLIC] == []
    named = {name for address, _cls in KEPT for _kind, name in PARAMETER.findall(address)}
    assert named - set(get_policies()) == OWN | WITHIN


def form(content: bytes, boundary: str) -> tuple[bytes, str]:
    """Return the body and the media type of a form with one file."""
    lines = (
        f"--{boundary}".encode(),
        b'Content-Disposition: form-data; name="file"; filename="a.txt"',
        b"Content-Type: text/plain",
        b"",
        content,
        f"--{boundary}--".encode(),
        b"",
    )
    return b"\r\n".join(lines), f"multipart/form-data; boundary={boundary}"


def test_form_with_a_file_is_taken_once_whatever_its_boundary(world: World) -> None:
    browser = browser_of(world, "teacher")
    first, second = (ask(browser, "files", *form(b"note", boundary)) for boundary in ("one", "two"))
    assert first.status_code == 201, first.content
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert second.headers["Idempotency-Replayed"] == "true"
    assert StoredFile.objects.count() == 1
    refused = ask(browser, "files", *form(b"another", "one"))
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")


def test_requests_without_a_body_are_carried_out_once(world: World) -> None:
    teacher = world.people["teacher"]
    browser, file = browser_of(world, "teacher"), a_file(world)
    upload = begin_upload(actor=world.actor("teacher"), name="a.txt", length=1).pk
    add_to_upload(actor=world.actor("teacher"), upload_id=upload, offset=0, content=b"a")
    for number, address in enumerate(
        ("me/data/exports", "realtime/ticket", f"files/{file.pk}/link", f"uploads/{upload}/file")
    ):
        first, second = (ask(browser, address, key=f"key {number}") for _turn in range(2))
        assert first.status_code in (201, 202), (address, first.content)
        assert (first.status_code, first.json()) == (second.status_code, second.json())
        assert second.headers["Idempotency-Replayed"] == "true"
        assert second.headers.get("Location") == first.headers.get("Location")
    assert DataExport.objects.filter(person=teacher).count() == RealtimeTicket.objects.count() == 1


def test_letter_goes_once(world: World) -> None:
    invited(world)
    assert len(letters()) == 1
    leader, address = browser_of(world, "facilitator"), f"invitations/{Invitation.objects.get().pk}/letters"
    first, second = (ask(leader, address) for _turn in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert len(letters()) == 2


def test_white_space_and_order_of_json_make_no_other_request(world: World) -> None:
    browser, address = browser_of(world, "teacher"), f"groups/{world.group.pk}/threads"
    title = "Укриття"
    bodies = (
        f'{{"title":"{title}","purpose":"consult"}}',
        f'{{ "purpose" : "consult",\n "title": "{title}" }}',
    )
    first, second = (ask(browser, address, body, JSON) for body in bodies)
    assert first.status_code == 201, first.content
    assert first.json() == second.json()
    other = ask(browser, address, bodies[0].replace(title, "Ліхтарі"), JSON)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_stored_answer_is_not_for_who_lost_their_seat(world: World) -> None:
    browser, address = browser_of(world, "teacher"), f"groups/{world.group.pk}/threads"
    body = {"title": "Укриття", "purpose": "consult"}
    assert ask(browser, address, body, JSON).status_code == 201
    seat = world.seats["teacher"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Вихід")
    assert not IdempotencyKey.objects.exclude(body=b"").exists()
    refused = ask(browser, address, body, JSON)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert Thread.objects.count() == 1
