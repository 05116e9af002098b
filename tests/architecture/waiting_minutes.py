"""What waits for people in meetings and minutes, beside what `waiting.py` has of the other rooms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from dialogue.models import Meeting
from tests.architecture.waiting import WAITS as OTHERS, Wait
from tests.cast import World
from tests.dialogue.helpers import api
from tests.dialogue.meetings.helpers import a_meeting, an_item, if_match_now, move as move_meeting
from tests.dialogue.minutes.helpers import a_held_meeting, end_remarks, minutes_of, move, sign, some_minutes
from viche.kernel.clock import now


def _meeting_to_answer(world: World) -> Wait:
    meeting = a_meeting(world, "convened")
    answer = partial(api(world, "teacher").put, f"meetings/{meeting.pk}/answer", {"answer": "comes"})
    return Wait("teacher", f"/meetings/{meeting.pk}", answer, has_term=True)


def _agenda_to_order(world: World) -> Wait:
    meeting = a_meeting(world)
    item = an_item(world, meeting, "teacher")
    answer = partial(api(world, "facilitator").delete, f"meetings/{meeting.pk}/agenda/{item.pk}")
    return Wait("facilitator", f"/meetings/{meeting.pk}", answer, has_term=True)


def _meeting_to_convene(world: World) -> Wait:
    meeting = a_meeting(world)
    answer = partial(move_meeting, world, meeting, "convened")
    return Wait("facilitator", f"/meetings/{meeting.pk}", answer, has_term=True)


def _meeting_to_end(world: World) -> Wait:
    meeting = a_meeting(world, "running")
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=now() - timedelta(hours=2), ends_at=now() - timedelta(hours=1)
    )
    answer = partial(move_meeting, world, meeting, "ended", "secretary")
    return Wait("secretary", f"/meetings/{meeting.pk}", answer)


def _minutes_to_make(world: World) -> Wait:
    meeting, _item = a_held_meeting(world)
    return Wait("secretary", f"/meetings/{meeting.pk}", partial(minutes_of, world, meeting))


def _minutes_to_ask_about(world: World) -> Wait:
    row = some_minutes(world)
    return Wait("secretary", f"/minutes/{row.pk}", partial(move, world, row, "remarks"))


def _minutes_to_remark(world: World) -> Wait:
    row = some_minutes(world, "remarks")
    path = f"minutes/{row.pk}"
    answer = partial(api(world, "officer").post, f"{path}/remarks", {"text": "Так і було"})
    return Wait("officer", f"/{path}", answer, has_term=True)


def _remark_to_answer(world: World) -> Wait:
    row = some_minutes(world, "remarks")
    path = f"minutes/{row.pk}"
    api(world, "officer").post(f"{path}/remarks", {"text": "Не так було"})
    remark, body = row.remarks.get(), {"accept": False, "answer": "Так"}
    put = partial(api(world, "secretary").put, f"{path}/remarks/{remark.pk}/decision", body)
    return Wait("secretary", f"/{path}", partial(put, **if_match_now(row)))


def _minutes_to_send(world: World) -> Wait:
    row = some_minutes(world, "remarks")
    end_remarks(row)
    return Wait("secretary", f"/minutes/{row.pk}", partial(move, world, row, "signing"))


def _minutes_to_sign(world: World) -> Wait:
    row = some_minutes(world, "signing")
    return Wait("facilitator", f"/minutes/{row.pk}", partial(sign, world, row, "chair", "facilitator"))


WAITS: dict[str, Callable[[World], Wait]] = {
    **OTHERS,
    "dialogue.meeting_answer": _meeting_to_answer,
    "dialogue.meeting_agenda": _agenda_to_order,
    "dialogue.meeting_convene": _meeting_to_convene,
    "dialogue.meeting_end": _meeting_to_end,
    "dialogue.minutes_make": _minutes_to_make,
    "dialogue.minutes_ask": _minutes_to_ask_about,
    "dialogue.minutes_remark": _minutes_to_remark,
    "dialogue.minutes_answer": _remark_to_answer,
    "dialogue.minutes_send": _minutes_to_send,
    "dialogue.minutes_sign": _minutes_to_sign,
}
