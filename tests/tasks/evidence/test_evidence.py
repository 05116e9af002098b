"""Evidence: what counts, who adds it, and that adding it is seen by who verifies."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from tasks.items.events import topic_of
from tasks.items.selectors import list_readable_evidence
from tasks.models import Evidence, EvidenceKind
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api, standing_in
from tests.dialogue.timeline.replica import frames
from tests.tasks.helpers import an_item, an_item_in, fresh, kinds_of, move, prove
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7


def test_evidence_is_numbered_and_counted(world: World) -> None:
    item = an_item_in(world, "accepted", criteria=["Акт підписано"])
    criterion = item.criteria.get()
    first, second = prove(world, item), prove(world, item, "secretary", criterion_id=criterion.pk)
    assert [first.number, second.number] == [1, 2]
    after = fresh(item)
    assert (after.evidence_count, after.last_evidence_by_id) == (2, world.people["secretary"].pk)
    assert after.version == item.version + 2
    assert second.added_through_id == world.mandates["secretary"].pk
    assert kinds_of(item)[-2:] == ["evidence_added", "evidence_added"]


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"kind": EvidenceKind.FILE, "url": ""}, "/file"),
        ({"kind": EvidenceKind.PHOTO, "url": "https://example.org/a.jpg"}, "/file"),
        ({"kind": EvidenceKind.LINK, "url": ""}, "/url"),
        ({"kind": EvidenceKind.LINK, "url": "javascript:alert(1)"}, "/url"),
        ({"kind": EvidenceKind.LINK, "url": "ftp://example.org/a"}, "/url"),
        ({"kind": EvidenceKind.LINK, "url": "https://user:secret@example.org/"}, "/url"),
        ({"kind": EvidenceKind.LINK, "url": "https://example.org/" + "a" * 1000}, "/url"),
        ({"kind": EvidenceKind.DOCUMENT, "url": ""}, "/file"),
        ({"kind": EvidenceKind.INDICATOR, "url": "", "note": " "}, "/note"),
        ({"title": ""}, "/title"),
        ({"criterion_id": uuid7()}, "/criterion"),
    ],
)
def test_evidence_without_substance_is_refused(world: World, facts: dict[str, Any], pointer: str) -> None:
    item = an_item_in(world, "accepted")
    with pytest.raises(Invalid) as refused:
        prove(world, item, **facts)
    assert [one.pointer for one in refused.value.errors] == [pointer]
    assert fresh(item).evidence_count == 0


def test_a_criterion_of_another_item_is_refused(world: World) -> None:
    other = an_item(world, criteria=["Інше"]).criteria.get()
    with pytest.raises(Invalid):
        prove(world, an_item_in(world, "accepted"), criterion_id=other.pk)


@pytest.mark.parametrize(("name", "may"), [("facilitator", True), ("officer", True), ("observer", False)])
def test_whoever_speaks_in_the_group_may_show_how_it_is_known(world: World, name: str, may: bool) -> None:
    item = an_item_in(world, "in_progress")
    if may:
        assert prove(world, item, name).added_through_id == world.mandates[name].pk
        return
    with pytest.raises(Forbidden):
        prove(world, item, name)


@pytest.mark.parametrize("state", ["proposed", "declined", "verified", "closed", "cancelled"])
def test_evidence_belongs_to_work_that_goes_on(world: World, state: str) -> None:
    item = an_item_in(world, state)
    with pytest.raises(Forbidden) as refused:
        prove(world, item)
    assert refused.value.reason == "action_state"


def test_evidence_is_never_removed(world: World) -> None:
    item = an_item_in(world, "done")
    with pytest.raises(ProgrammingError), transaction.atomic():
        item.evidence.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(action=item).update(kind="photo")  # without a file


def test_a_file_is_read_by_whoever_reads_the_item(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    move(world, item, "accepted")
    file_id = uuid7()
    prove(world, item, kind=EvidenceKind.FILE, url="", file_id=file_id)
    readers = {
        name
        for name in world.people
        if list_readable_evidence(world.actor(name)).filter(file_id=file_id).exists()
    }
    assert readers == {"facilitator", "officer", "councillor", "secretary"}


def test_who_stands_in_for_another_is_marked_so(world: World) -> None:
    """On a piece of evidence, on the verification, in its frame and in the history alike."""
    item = an_item_in(world, "in_progress")
    standing_in(world, "officer")
    prove(world, item, "deputy")
    prove(world, item, "councillor")
    move(world, item, "done")
    before = get_head(topic_of(item.pk))
    move(world, item, "verified", "deputy")
    reader, path = api(world, "teacher"), f"action-items/{item.pk}"
    by_deputy, by_holder = reader.get(f"{path}/evidence").json()["items"]
    assert by_deputy["added_by"]["acting_for"]["id"] == str(world.people["officer"].pk)
    assert by_holder["added_by"]["acting_for"] is None
    verified_by = reader.get(path).json()["verified_by"]
    assert verified_by["person"]["id"] == str(world.people["deputy"].pk)
    assert verified_by["acting_for"]["id"] == str(world.people["officer"].pk)
    (frame,) = frames(topic_of(item.pk), before)
    assert frame["data"]["action"]["verified_by"] == verified_by
    newest = reader.get(f"{path}/history").json()["items"][0]
    assert newest["actor"]["acting_for"] == verified_by["acting_for"]
