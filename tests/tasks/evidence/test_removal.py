"""Evidence that is taken back by its author, or hidden by those who answer for the group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tasks.models import ActionItem, Evidence, EvidenceKind
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api
from tests.privacy.conftest import an_officer
from tests.tasks.evidence.helpers import REASON, hide, restore, withdraw
from tests.tasks.helpers import an_item, an_item_in, finish, fresh, kinds_of, move, prove
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.ids import uuid7


def listed(world: World, name: str, item: ActionItem) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api(world, name).get(f"action-items/{item.pk}/evidence").json()["items"]
    return rows


def page(world: World, item: ActionItem) -> dict[str, Any]:
    shown: dict[str, Any] = api(world, "observer").get(f"action-items/{item.pk}").json()
    return shown


# ---- by who added it ---------------------------------------------------------------------------------------


def test_the_author_withdraws_what_was_added_and_nothing_of_it_is_left(world: World) -> None:
    item = an_item_in(world, "accepted", criteria=["Акт підписано"])
    file: dict[str, Any] = {"kind": EvidenceKind.FILE, "url": "", "note": "Сторінка 2", "file_id": uuid7()}
    piece = prove(world, item, criterion_id=item.criteria.get().pk, **file)
    before = fresh(item)
    assert api(world, "councillor").delete(f"evidence/{piece.pk}").status_code == 204
    piece.refresh_from_db()
    assert (piece.title, piece.note, piece.url, piece.file_id) == ("", "", "", None)
    (row,) = listed(world, "observer", item)
    assert (row["number"], row["title"], row["file"], row["hidden"]) == (1, "", None, None)
    assert row["withdrawn_at"] is not None
    assert row["added_by"]["person"]["id"] == str(world.people["councillor"].pk)
    after = fresh(item)
    assert (after.evidence_count, after.last_evidence_by_id) == (0, None)
    assert after.version == before.version + 1  # who verifies has to look again
    assert page(world, item)["criteria"][0]["evidence"] == []
    assert kinds_of(item)[-1] == "evidence_withdrawn"
    assert prove(world, item).number == 2


def test_evidence_is_withdrawn_within_a_quarter_of_an_hour(world: World) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    with replace_clock(lambda: piece.added_at + timedelta(minutes=15)), pytest.raises(Forbidden) as late:
        withdraw(world, piece)
    assert late.value.reason == "withdrawal_over"
    with replace_clock(lambda: piece.added_at + timedelta(minutes=14, seconds=59)):
        assert withdraw(world, piece).is_withdrawn
    with pytest.raises(Forbidden) as twice:
        withdraw(world, piece)
    assert twice.value.reason == "evidence_withdrawn"


@pytest.mark.parametrize("name", ["secretary", "facilitator", "officer"])
def test_nobody_withdraws_what_another_added(world: World, name: str) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    with pytest.raises(Forbidden) as refused:
        withdraw(world, piece, name)
    assert refused.value.reason == "not_author"
    assert "withdraw" not in listed(world, name, piece.action)[0]["allowed"]


def test_what_a_verification_rests_on_is_not_withdrawn(world: World) -> None:
    item = an_item_in(world, "verified")
    with pytest.raises(Forbidden) as refused:
        withdraw(world, item.evidence.get())
    assert refused.value.reason == "action_state"


def test_who_does_not_see_the_item_withdraws_and_hides_nothing(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    move(world, item, "accepted")
    piece = prove(world, item)
    teacher = api(world, "teacher")
    for answer in (
        teacher.delete(f"evidence/{piece.pk}"),
        teacher.put(f"evidence/{piece.pk}/hiding", {"reason": REASON}),
        teacher.delete(f"evidence/{piece.pk}/hiding"),
        teacher.delete(f"evidence/{uuid7()}"),
    ):
        assert answer.status_code == 404
    with pytest.raises(NotFound):
        hide(world, piece, "teacher")


# ---- by a facilitator --------------------------------------------------------------------------------------


def test_a_facilitator_hides_evidence_with_a_reason_and_a_trace(world: World) -> None:
    item = an_item_in(world, "in_progress", criteria=["Акт підписано"])
    piece = prove(world, item, note="Надія, 12 років", criterion_id=item.criteria.get().pk)
    answer = api(world, "facilitator").put(f"evidence/{piece.pk}/hiding", {"reason": REASON})
    assert answer.status_code == 204
    for name in ("councillor", "facilitator", "observer"):
        (row,) = listed(world, name, item)
        assert (row["title"], row["note"], row["url"], row["file"]) == ("", "", "", None)
        assert (row["hidden"]["reason"], row["hidden"]["officer"]) == (REASON, False)
        assert row["hidden"]["by"]["person"]["id"] == str(world.people["facilitator"].pk)
    assert page(world, item)["criteria"][0]["evidence"] == []
    assert page(world, item)["criteria"][0]["hidden_evidence"] == [1]
    newest = api(world, "observer").get(f"action-items/{item.pk}/history").json()["items"][0]
    assert (newest["kind"], newest["remark"]) == ("tasks.evidence_hidden", REASON)
    assert newest["actor"]["organisation"]["id"] == str(world.organisations["ngo"].pk)


@pytest.mark.parametrize("reason", ["", "  ", "я" * 1001])
def test_a_reason_is_needed(world: World, reason: str) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    with pytest.raises(Invalid) as refused:
        hide(world, piece, reason=reason)
    assert [one.pointer for one in refused.value.errors] == ["/reason"]
    answer = api(world, "facilitator").put(f"evidence/{piece.pk}/hiding", {"reason": reason})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/reason")


@pytest.mark.parametrize("name", ["councillor", "secretary", "officer", "observer"])
def test_nobody_else_hides_it(world: World, name: str) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    with pytest.raises(Forbidden):
        hide(world, piece, name)
    assert api(world, name).put(f"evidence/{piece.pk}/hiding", {"reason": REASON}).status_code == 403


@pytest.mark.parametrize(
    ("step", "name", "is_hidden", "reason"),
    [
        (hide, "facilitator", True, "evidence_hidden"),
        (hide, "observer", False, Forbidden().reason),
        (restore, "facilitator", False, "evidence_shown"),
        (restore, "observer", True, Forbidden().reason),
    ],
)
def test_a_refusal_names_its_reason(
    world: World, step: Callable[..., Evidence], name: str, is_hidden: bool, reason: str
) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    if is_hidden:
        hide(world, piece)
    with pytest.raises(Forbidden) as refused:
        step(world, piece, name)
    assert refused.value.reason == reason


def test_hidden_evidence_is_shown_again_as_it_was(world: World) -> None:
    item = an_item_in(world, "done", criteria=["Акт підписано"])
    piece = item.evidence.get()
    (before,) = listed(world, "observer", item)
    hide(world, piece)
    with pytest.raises(Forbidden) as twice:
        hide(world, piece)
    assert twice.value.reason == "evidence_hidden"
    restore(world, piece)
    assert listed(world, "observer", item) == [before]
    assert fresh(item).evidence_count == 1
    with pytest.raises(Forbidden) as again:
        restore(world, piece)
    assert again.value.reason == "evidence_shown"


# ---- what rested on it -------------------------------------------------------------------------------------


def test_nothing_is_verified_when_all_evidence_is_gone(world: World) -> None:
    item = an_item_in(world, "done")
    hide(world, item.evidence.get())
    with pytest.raises(Conflict) as refused:
        move(world, item, "verified", "officer")
    assert refused.value.reason == "evidence_required"
    prove(world, item)
    assert move(world, item, "verified", "officer").state == "verified"


def test_what_was_verified_stays_so_and_says_that_a_condition_is_not_proved(world: World) -> None:
    item = an_item_in(world, "in_progress", criteria=["Акт підписано", "Світить"])
    signed = item.criteria.get(position=1)
    first, _second = prove(world, item, criterion_id=signed.pk), prove(world, item)
    finish(world, item)
    move(world, item, "verified", "officer")
    hide(world, first)
    shown = page(world, item)
    assert (shown["state"], shown["evidence_count"]) == ("verified", 1)
    assert (shown["criteria"][0]["evidence"], shown["criteria"][0]["hidden_evidence"]) == ([], [1])


def test_who_added_the_last_evidence_that_is_left_does_not_verify(world: World) -> None:
    item = an_item_in(world, "in_progress")
    prove(world, item, "officer")
    later = prove(world, item, "teacher")
    move(world, item, "done")
    hide(world, later)
    assert fresh(item).last_evidence_by_id == world.people["officer"].pk
    with pytest.raises(Forbidden) as refused:
        move(world, item, "verified", "officer")
    assert refused.value.reason == "not_another"


def test_hiding_what_came_after_does_not_undo_a_verification(world: World) -> None:
    item = an_item_in(world, "in_progress")
    prove(world, item, "officer")
    later = prove(world, item)
    move(world, item, "done")
    move(world, item, "verified", "officer")
    hide(world, later)
    assert fresh(item).state == "verified"


def test_who_added_the_last_evidence_that_is_left_does_not_verify_again(world: World) -> None:
    item = an_item_in(world, "in_progress")
    prove(world, item, "officer")
    later = prove(world, item)
    move(world, item, "done")
    move(world, item, "verified", "officer")
    hide(world, later)
    move(world, item, "verification_withdrawn", "officer")
    assert fresh(item).last_evidence_by_id == world.people["officer"].pk
    with pytest.raises(Forbidden) as refused:
        move(world, item, "verified", "officer")
    assert refused.value.reason == "not_another"


def test_who_verified_does_not_become_the_author_of_the_last_evidence(world: World) -> None:
    item = an_item_in(world, "in_progress")
    prove(world, item)
    last = prove(world, item, "officer")
    move(world, item, "done")
    hide(world, last)
    move(world, item, "verified", "officer")
    with pytest.raises(Conflict) as refused:
        restore(world, last)
    assert refused.value.reason == "verified_by_author"


# ---- by the data protection officer ------------------------------------------------------------------------


def test_the_officer_hides_evidence_without_seeing_what_it_is(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    move(world, item, "accepted")
    piece = prove(world, item, note="Надія, 12 років")
    an_officer(world)
    assert api(world, "dpo").get(f"action-items/{item.pk}").status_code == 404
    (row,) = listed(world, "dpo", item)
    assert (row["number"], row["kind"], row["allowed"]) == (1, "link", ["read", "hide"])
    assert (row["title"], row["note"], row["url"], row["added_by"]) == ("", "", "", None)
    hide(world, piece, "dpo")
    (row,) = listed(world, "facilitator", item)
    assert (row["hidden"]["officer"], row["hidden"]["by"]["organisation"]) == (True, None)
    assert row["hidden"]["by"]["person"]["id"] == str(world.people["dpo"].pk)


def test_a_facilitator_does_not_overrule_the_officer(world: World) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    an_officer(world)
    hide(world, piece, "dpo")
    with pytest.raises(Forbidden) as refused:
        restore(world, piece)
    assert refused.value.reason == "hidden_by_officer"
    assert restore(world, piece, "dpo").is_present


def test_the_officer_of_another_territory_sees_nothing(world: World, elsewhere: World) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    an_officer(elsewhere)
    dpo = api(elsewhere, "dpo")
    assert dpo.get(f"action-items/{piece.action_id}/evidence").status_code == 404
    assert dpo.put(f"evidence/{piece.pk}/hiding", {"reason": REASON}).status_code == 404


# ---- the database ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"withdrawn_at": now()},  # with its content
        {"title": ""},
        {"hidden_by_officer": True},  # by nobody
    ],
)
def test_the_database_refuses_half_a_removal(world: World, facts: dict[str, Any]) -> None:
    piece = prove(world, an_item_in(world, "accepted"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=piece.pk).update(**facts)
