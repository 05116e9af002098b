"""What was withdrawn or hidden is nowhere else: files, search, the chain, the page of a link, notices."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings

from tasks.evidence.removal import withdraw_evidence
from tasks.evidence.services import add_evidence
from tasks.models import ActionItem, Evidence, EvidenceKind
from tests.cast import World
from tests.dialogue.helpers import api
from tests.privacy.conftest import an_officer
from tests.tasks.evidence.helpers import REASON, hide, restore, withdraw
from tests.tasks.external_assignees.helpers import brought, linked
from tests.tasks.external_assignees.test_external_assignees import a_body, its_item
from tests.tasks.helpers import an_item_in, fresh, prove
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.files.services.uploads import upload_file
from viche.kernel.actor import Actor
from viche.kernel.clock import replace_clock
from viche.kernel.errors import NotFound
from viche.kernel.events.outbox import drain_outbox
from viche.privacy.registry import DATA_CATEGORIES


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> None:
    storage = {
        "BACKEND": "viche.files.storage.DurableStorage",
        "OPTIONS": {"location": str(tmp_path / "media")},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def a_file(world: World, item: ActionItem, title: str = "Фото криниці") -> Evidence:
    councillor = world.actor("councillor")
    stored = upload_file(actor=councillor, content=ContentFile("Акт".encode(), "акт.txt"))
    facts: dict[str, Any] = {"kind": EvidenceKind.FILE, "title": title, "file_id": stored.pk}
    return add_evidence(actor=councillor, action_id=item.pk, **facts)


@pytest.mark.usefixtures("media")
def test_nobody_downloads_a_hidden_file(world: World) -> None:
    piece = a_file(world, an_item_in(world, "accepted"))
    path, link = f"files/{piece.file_id}/content", f"files/{piece.file_id}/link"
    an_officer(world)
    issued = api(world, "observer").post(link, {}).json()["url"]
    assert Client().get(issued).status_code == 200
    hide(world, piece)
    for name in ("councillor", "facilitator", "observer", "dpo"):
        assert api(world, name).get(path).status_code == 404, name
        assert api(world, name).post(link, {}).status_code == 404, name
    assert Client().get(issued).status_code == 404
    restore(world, piece)
    assert api(world, "observer").get(path).status_code == 200


@pytest.mark.usefixtures("media")
def test_a_hidden_file_is_in_no_copy_of_its_uploaders_data(world: World) -> None:
    piece = a_file(world, an_item_in(world, "accepted"))
    list_files, file_id = DATA_CATEGORIES["files"].files, piece.file_id
    assert list_files is not None

    def copied() -> list[UUID]:
        return [one.id for one in list_files(world.people["councillor"].pk)]

    assert copied() == [file_id]
    hide(world, piece)
    assert copied() == []
    rows = DATA_CATEGORIES["tasks.evidence"].read(world.people["councillor"].pk)
    assert [(one["title"], one["hidden"]) for one in rows] == [("Фото криниці", True)]
    restore(world, piece)
    assert copied() == [file_id]


@pytest.mark.usefixtures("media")
def test_a_withdrawn_file_is_its_uploaders_again_and_then_gone(world: World) -> None:
    piece = a_file(world, an_item_in(world, "accepted"))
    path = f"files/{piece.file_id}/content"
    withdraw(world, piece)
    assert [api(world, name).get(path).status_code for name in ("facilitator", "observer")] == [404, 404]
    assert api(world, "councillor").get(path).status_code == 200


@pytest.mark.usefixtures("media")
def test_what_is_hidden_is_not_found(world: World) -> None:
    item = an_item_in(world, "accepted")
    piece = a_file(world, item)

    def found() -> list[str]:
        drain_outbox()
        hits = api(world, "observer").get("search", q="криниці").json()["items"]
        return [one["id"] for one in hits]

    assert found() == [str(piece.pk)]
    hide(world, piece)
    assert found() == []
    restore(world, piece)
    assert found() == [str(piece.pk)]
    withdraw(world, piece)
    assert found() == []


def test_the_chain_says_that_something_stood_there(world: World) -> None:
    item = an_item_in(world, "accepted")
    first, second = prove(world, item), prove(world, item)

    def step() -> tuple[dict[str, str], str]:
        (found,) = (
            one
            for one in api(world, "observer").get(f"action-items/{item.pk}/chain").json()["items"]
            if one["kind"] == "evidence"
        )
        return found["title"], found["state"]

    hide(world, first)
    assert step() == ({"uk": "1 доказ, 1 приховано", "en": "1 piece, 1 piece hidden"}, "present")
    hide(world, second)
    assert step() == ({"uk": "2 приховано", "en": "2 pieces hidden"}, "hidden")


def test_an_owner_without_an_account_withdraws_what_they_added_by_their_link(world: World) -> None:
    item = its_item(world, a_body(world))
    link, secret = linked(world, item)
    brought(world, item, link, "in_progress")
    client, at = Client(), f"/a/{secret}"
    proof = {"step": "evidence", "title": "Фото насоса", "url": "https://example.org/p"}
    assert client.post(at, proof).status_code == 303
    piece = Evidence.objects.get(action=item, link=link)
    other = prove(world, item, "officer", title="Чуже")
    shown = client.get(at).content.decode()
    assert (f'value="{piece.pk}"' in shown, str(other.pk) in shown) == (True, False)
    step = {"step": "evidence_withdrawn", "evidence": str(piece.pk)}
    with replace_clock(lambda: piece.added_at + timedelta(minutes=16)):
        late = client.post(at, step)
        assert (late.status_code, "15 хвилин" in late.content.decode()) == (403, True)
        assert str(piece.pk) not in client.get(at).content.decode()
    foreign = client.post(at, {**step, "evidence": str(other.pk)})
    assert (foreign.status_code, client.post(at, {**step, "evidence": "x"}).status_code) == (403, 409)
    assert client.post(at, step).status_code == 303
    piece.refresh_from_db()
    assert piece.is_withdrawn
    assert fresh(item).evidence_count == 1


@pytest.mark.usefixtures("quiet")
def test_whoever_relied_on_hidden_evidence_is_told_why_it_is_gone(world: World) -> None:
    item = an_item_in(world, "verified")
    forget()
    hide(world, item.evidence.get())
    assert told(world) == {"councillor": "author", "secretary": "owner", "officer": "verified"}
    said = words(world, "officer")
    assert REASON in said.body["uk"]
    assert "Акт обстеження" not in said.title["uk"] + said.body["uk"]


@pytest.mark.usefixtures("quiet")
def test_the_officers_hiding_is_told_as_theirs(world: World) -> None:
    item = an_item_in(world, "done")
    an_officer(world)
    forget()
    hide(world, item.evidence.get(), "dpo")
    assert told(world).keys() >= {"councillor", "facilitator", "officer"}
    assert "відповідальна особа" in words(world, "facilitator").body["uk"]


def test_a_link_of_another_item_withdraws_nothing_here(world: World) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    link, _secret = linked(world, its_item(world, a_body(world)))
    with pytest.raises(NotFound):
        withdraw_evidence(actor=Actor.for_link(link.pk), evidence_id=piece.pk)
