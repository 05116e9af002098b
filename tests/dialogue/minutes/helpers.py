"""What the tests of minutes do over and over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dialogue.charters.models import Charter
from dialogue.meetings.models import AgendaItem, Meeting, NoteKind
from dialogue.meetings.notes import write_note
from dialogue.minutes.models import Minutes, SignatureWay
from dialogue.minutes.services import make_minutes, move_minutes
from dialogue.minutes.signing import sign_minutes
from tests.cast import World
from tests.dialogue.helpers import api
from tests.dialogue.meetings.helpers import a_meeting, an_item, move as move_meeting, set_presence, take_up
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.ids import uuid7

HEARD = "Перевірено шість укриттів з одинадцяти."


def a_held_meeting(world: World, text: str = HEARD, **facts: Any) -> tuple[Meeting, AgendaItem]:
    """A meeting that ended: the facilitator, the secretary and the officer were there."""
    meeting = a_meeting(world, **facts)
    item = an_item(world, meeting)
    move_meeting(world, meeting, "convened")
    move_meeting(world, meeting, "running")
    set_presence(world, meeting, "facilitator", "secretary", "officer")
    take_up(world, meeting, item)
    note(world, item, NoteKind.LISTENED, text, "officer")
    return move_meeting(world, meeting, "ended"), item


def note(world: World, item: AgendaItem, kind: NoteKind, text: str, speaker: str = "") -> None:
    write_note(
        actor=world.actor("secretary"),
        meeting_id=item.meeting_id,
        item_id=item.pk,
        kind=kind,
        text=text,
        client_id=uuid7(),
        speaker_id=world.seats[speaker].pk if speaker else None,
    )


def minutes_of(world: World, meeting: Meeting, to: str = "draft") -> Minutes:
    """The minutes of a meeting, brought to a state by their steps."""
    minutes = make_minutes(actor=world.actor("secretary"), meeting_id=meeting.pk)
    if to == "draft":
        return minutes
    move(world, minutes, "remarks")
    if to == "remarks":
        return fresh(minutes)
    end_remarks(minutes)
    move(world, minutes, "signing")
    if to == "signed":
        sign(world, minutes, "chair", "facilitator")
        sign(world, minutes, "secretary", "secretary")
    return fresh(minutes)


def some_minutes(world: World, to: str = "draft") -> Minutes:
    return minutes_of(world, a_held_meeting(world)[0], to)


def end_remarks(minutes: Minutes) -> None:
    """Let the days for remarks be over."""
    Minutes.objects.filter(pk=minutes.pk).update(remarks_until=now() - timedelta(minutes=1))


def move(world: World, minutes: Minutes, to: str, by: str = "secretary") -> Minutes:
    return move_minutes(
        actor=world.actor(by), minutes_id=minutes.pk, to=to, expected_version=fresh(minutes).version
    )


def sign(world: World, minutes: Minutes, role: str, by: str) -> Minutes:
    return sign_minutes(
        actor=world.actor(by),
        minutes_id=minutes.pk,
        role=role,
        way=SignatureWay.PROOF,
        expected_version=fresh(minutes).version,
    )


def fresh(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_related("group", "meeting", "chair", "secretary").get(pk=minutes.pk)


def shown(world: World, minutes: Minutes, name: str = "observer") -> dict[str, Any]:
    answer = api(world, name).get(f"minutes/{minutes.pk}")
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def name_people(world: World) -> None:
    """Give those who attended names as people have them."""
    names = {"facilitator": "Ірина Савчук", "secretary": "Оксана Мельничук", "officer": "Андрій Коваль"}
    for role, name in names.items():
        User.objects.filter(pk=world.people[role].pk).update(name_uk=name, name_en="")


def set_charter(world: World, **facts: Any) -> None:
    Charter.objects.update_or_create(group=world.group, defaults=facts)
