"""Another signer in the place of one who has not signed: who may, who is told, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dialogue.meetings.models import Meeting
from dialogue.minutes.models import Minutes, MinutesEdition, MinutesState, SignerRole
from dialogue.minutes.signing import replace_signer
from groups.memberships.services import end_membership
from tests.cast import World
from tests.dialogue.helpers import api, at_once, pointers
from tests.dialogue.meetings.helpers import if_match_now
from tests.dialogue.messages.test_attachments import a_note
from tests.dialogue.minutes.helpers import (
    a_held_meeting,
    end_remarks,
    fresh,
    minutes_of,
    move,
    name_people,
    shown,
    sign,
    some_minutes,
)
from tests.dialogue.minutes.test_minutes import make, put_signature
from tests.dialogue.minutes.test_minutes_pdf import report_of, texts_of
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.accounts.models import User
from viche.kernel.editions import compute_digest
from viche.kernel.errors import DomainError
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.kernel.pdf.report import Facts, Signatures

pytestmark = pytest.mark.django_db
SIGN, REPLACED = "dialogue.minutes_sign", "dialogue.minutes_signer_replaced"


def replace(world: World, minutes: Minutes, role: str, to: str, by: str = "secretary") -> Any:
    path, body = f"minutes/{minutes.pk}/signers/{role}", {"mandate_id": str(world.mandates[to].pk)}
    return api(world, by).put(path, body, **if_match_now(minutes))


def build_replacement(world: World, minutes: Minutes, role: str, to: str) -> Callable[[], Minutes]:
    """Return the replacement by the secretary, of the version that they see when they do it."""
    return lambda: replace_signer(
        actor=world.actor("secretary"),
        minutes_id=minutes.pk,
        role=role,
        mandate_id=world.mandates[to].pk,
        expected_version=fresh(minutes).version,
    )


def signers_of(answer: Any) -> list[str]:
    return [one["signer"]["person"]["id"] for one in answer.json()["signatures"]]


def waits_for(world: World, name: str) -> list[str]:
    """The minutes that wait on Today for the signature of somebody."""
    duties = api(world, name).get("today").json()["duties"]
    return [one["id"] for one in duties if one["kind"] == SIGN]


def inbox(world: World, name: str) -> list[str]:
    return [one["kind"] for one in api(world, name).get("notifications").json()["items"]]


# ---- what changes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "remarks", "signing"])
def test_who_keeps_the_record_replaces_a_signer_until_they_sign(world: World, state: str) -> None:
    minutes = some_minutes(world, state)
    assert replace(world, minutes, "chair", "officer", by="officer").status_code == 403
    answer = replace(world, minutes, "chair", "officer")
    assert answer.status_code == 200, answer.content
    assert signers_of(answer) == [str(world.people["officer"].pk), str(world.people["secretary"].pk)]
    event = Event.objects.get(kind=REPLACED, subject_id=minutes.pk)
    assert event.data["role"] == "chair"
    assert event.data["replaced_id"] == str(world.mandates["facilitator"].pk)
    assert event.data["mandate_id"] == str(world.mandates["officer"].pk)


def test_the_same_signer_again_changes_nothing(world: World) -> None:
    minutes = some_minutes(world, "signing")
    before = fresh(minutes).version
    assert replace(world, minutes, "chair", "facilitator").status_code == 200
    assert fresh(minutes).version == before
    assert not Event.objects.filter(kind=REPLACED).exists()


@pytest.mark.usefixtures("quiet")
def test_the_new_signer_is_told_and_the_old_one_need_not_sign(world: World) -> None:
    minutes = some_minutes(world, "remarks")
    end_remarks(minutes)
    forget()
    move(world, minutes, "signing")
    assert told(world) == {"facilitator": "signs"}
    assert inbox(world, "facilitator") == ["dialogue.minutes_moved"]
    assert waits_for(world, "facilitator") == [str(minutes.pk)]
    replace(world, minutes, "chair", "officer")
    assert told(world) == {"facilitator": "signs", "officer": "signs"}
    assert words(world, "officer").needs_answer
    assert (waits_for(world, "officer"), waits_for(world, "facilitator")) == ([str(minutes.pk)], [])
    assert inbox(world, "facilitator") == []
    assert put_signature(world, minutes, "chair", "facilitator").json()["code"] == "not_signer"
    assert put_signature(world, minutes, "chair", "officer").status_code == 200


@pytest.mark.usefixtures("quiet")
def test_whoever_is_to_sign_a_draft_is_told_and_nothing_waits_yet(world: World) -> None:
    minutes = some_minutes(world)
    forget()
    replace(world, minutes, "chair", "officer")
    assert told(world) == {"officer": "signs"}
    assert not words(world, "officer").needs_answer
    replace(world, minutes, "chair", "teacher")
    told(world)
    assert (inbox(world, "officer"), inbox(world, "teacher")) == ([], [REPLACED])


def test_the_other_signature_stays_and_the_new_signer_completes_it(world: World) -> None:
    name_people(world)
    meeting, _item = a_held_meeting(world)
    minutes = minutes_of(world, meeting, "signing")
    sign(world, minutes, "chair", "facilitator")
    assert replace(world, minutes, "secretary", "officer").status_code == 200
    body = put_signature(world, minutes, "secretary", "officer").json()
    assert body["state"] == "signed"
    first, second = minutes.signatures.order_by("role")
    assert first.sha256 == second.sha256 == fresh(minutes).content_sha256
    assert second.mandate_id == world.mandates["officer"].pk
    edition = MinutesEdition.objects.get(minutes=minutes, for_public=False)
    assert body["sha256"] == edition.sha256 == compute_digest(edition.content.encode())
    # Who kept the record of the meeting is said as it was; who signs in their place, at the signature.
    report = report_of(minutes)
    facts = next(one for one in report.blocks if isinstance(one, Facts))
    assert [one.value for one in facts.rows[:2]] == ["І. Савчук", "О. Мельничук"]
    (signatures,) = (one for one in report.blocks if isinstance(one, Signatures))
    assert [(one.name, one.post) for one in signatures.people] == [
        ("Ірина САВЧУК", "Chair"),
        ("Андрій КОВАЛЬ", "For the secretary"),
    ]


def test_the_public_version_of_a_replaced_signer_names_nobody(world: World) -> None:
    name_people(world)
    minutes = some_minutes(world, "signing")
    replace(world, minutes, "chair", "officer")
    public = texts_of(report_of(minutes, for_public=True))
    assert [one for one in ("Савчук", "САВЧУК", "Коваль", "КОВАЛЬ") if one in public] == []
    assert "For the chair, " in public


def test_making_minutes_says_who_chaired_the_meeting(world: World) -> None:
    meeting, _item = a_held_meeting(world)
    answer = make(world, meeting, chair_id=str(world.mandates["officer"].pk))
    assert answer.status_code == 201
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.chair_id == world.mandates["officer"].pk
    assert meeting.secretary_id == world.mandates["secretary"].pk
    event = Event.objects.filter(kind="dialogue.meeting_changed", subject_id=meeting.pk).latest("at")
    assert event.data["fields"] == ["chair", "secretary"]


# ---- what is refused ---------------------------------------------------------------------------------------


def test_who_signed_is_not_replaced(world: World) -> None:
    minutes = some_minutes(world, "signing")
    sign(world, minutes, "chair", "facilitator")
    late = replace(world, minutes, "chair", "officer")
    assert (late.status_code, late.json()["code"]) == (409, "signed")
    sign(world, minutes, "secretary", "secretary")
    assert replace(world, minutes, "secretary", "officer").json()["code"] == "minutes_state"


def test_bad_signers_are_refused_at_their_field(world: World) -> None:
    minutes = some_minutes(world, "signing")
    same, no_seat = [("/mandate_id", "same_person")], [("/mandate_id", "no_seat")]
    assert pointers(replace(world, minutes, "chair", "secretary")) == same
    for name in ("outsider", "former", "observer"):
        assert pointers(replace(world, minutes, "chair", name)) == no_seat, name
    User.objects.filter(pk=world.people["teacher"].pk).update(is_active=False)
    assert pointers(replace(world, minutes, "chair", "teacher")) == [("/mandate_id", "inactive")]
    assert replace(world, minutes, "witness", "officer").status_code == 404
    path, desk = f"minutes/{minutes.pk}/signers/chair", api(world, "secretary")
    unknown = {"mandate_id": str(uuid7())}
    assert pointers(desk.put(path, unknown, **if_match_now(minutes))) == no_seat
    assert pointers(desk.put(path, {}, **if_match_now(minutes))) == [("/mandate_id", "required")]
    assert pointers(desk.put(path, {"mandate_id": None}, **if_match_now(minutes))) == [
        ("/mandate_id", "null")
    ]
    assert desk.put(path, {"mandate_id": str(world.mandates["officer"].pk)}).status_code == 428
    seen = if_match_now(minutes)
    assert replace(world, minutes, "chair", "officer").status_code == 200
    assert desk.put(path, {"mandate_id": str(world.mandates["teacher"].pk)}, **seen).status_code == 412


def test_two_people_bring_the_two_signatures_still(world: World) -> None:
    """The secretary brought the paper of the chair; as a new signer they do not bring their own, too."""
    minutes = some_minutes(world, "signing")
    assert replace(world, minutes, "secretary", "officer").status_code == 200
    body = {"way": "paper", "file_id": str(a_note(world, "secretary").pk)}
    assert put_signature(world, minutes, "chair", "secretary", **body).status_code == 200
    assert replace(world, minutes, "secretary", "secretary").status_code == 200
    again = put_signature(world, minutes, "secretary", "secretary")
    assert (again.status_code, again.json()["code"]) == (409, "same_recorder")


# ---- at once -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_signature_and_its_replacement_at_once_agree(world: World) -> None:
    minutes = some_minutes(world, "signing")
    answers = at_once(
        lambda: sign(world, minutes, "chair", "facilitator"),
        build_replacement(world, minutes, "chair", "officer"),
    )
    signed, replaced = (not isinstance(one, DomainError) for one in answers)
    assert signed != replaced
    row = fresh(minutes)
    expected = "facilitator" if signed else "officer"
    assert row.chair_id == world.mandates[expected].pk
    given = minutes.signatures.filter(role=SignerRole.CHAIR)
    assert [one.mandate_id for one in given] == ([row.chair_id] if signed else [])


@pytest.mark.django_db(transaction=True)
def test_a_replacement_while_the_other_signs_loses_neither(world: World) -> None:
    minutes = some_minutes(world, "signing")
    acts: tuple[Callable[[], object], ...] = (
        lambda: sign(world, minutes, "chair", "facilitator"),
        build_replacement(world, minutes, "secretary", "officer"),
    )
    for act, answer in zip(acts, at_once(*acts), strict=True):
        if isinstance(answer, DomainError):
            assert answer.code == "stale"
            act()
    sign(world, minutes, "secretary", "officer")
    row = fresh(minutes)
    assert row.state == MinutesState.SIGNED
    found = {one.role: one.mandate_id for one in minutes.signatures.all()}
    assert found == {"chair": world.mandates["facilitator"].pk, "secretary": world.mandates["officer"].pk}
    assert shown(world, minutes)["sha256"] is not None


@pytest.mark.django_db(transaction=True)
def test_one_person_never_comes_into_both_places_at_once(world: World) -> None:
    minutes = some_minutes(world, "signing")
    answers = at_once(
        build_replacement(world, minutes, "chair", "officer"),
        build_replacement(world, minutes, "secretary", "officer"),
    )
    assert sum(isinstance(one, DomainError) for one in answers) == 1
    row = fresh(minutes)
    assert row.chair.person_id != row.secretary.person_id


def test_who_chaired_is_named_also_after_they_lost_the_seat(world: World) -> None:
    meeting, _item = a_held_meeting(world)
    chaired, other = world.mandates["officer"], world.mandates["councillor"]
    Meeting.objects.filter(pk=meeting.pk).update(chair=chaired)
    leads, reason = world.actor("facilitator"), "Перейшли до іншої громади"
    for name in ("officer", "councillor"):
        seat = world.seats[name]
        end_membership(actor=leads, group_id=world.group.pk, membership_id=seat.pk, reason=reason)
    refused = make(world, meeting, chair_id=str(other.pk))
    assert pointers(refused) == [("/chair_id", "no_seat")]
    made = make(world, meeting, chair_id=str(chaired.pk))
    assert made.status_code == 201, made.content
    minutes = Minutes.objects.get()
    assert replace(world, minutes, "chair", "facilitator").status_code == 200
    meeting.refresh_from_db()
    assert meeting.chair_id == chaired.pk
