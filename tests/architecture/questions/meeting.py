"""How actions on meetings are asked for over REST."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dialogue.meetings.check_in_codes import compute_code
from tests.architecture.questions.request import Ask, Asked, move, to
from tests.architecture.stages.stage import Stage
from viche.kernel.clock import now
from viche.kernel.ids import uuid7

ONE = "meetings/{pk}"


def plan(_stage: Stage, obj: Any) -> Asked:
    starts_at = now() + timedelta(days=10)
    ends_at = starts_at + timedelta(hours=1)
    body = {"title": "Зустріч", "starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    return Asked("POST", f"groups/{obj.pk}/meetings", body)


def order(_stage: Stage, obj: Any) -> Asked:
    return Asked("PUT", f"meetings/{obj.pk}/agenda", {"items": [{"id": str(obj.agenda.get().pk)}]})


def check_in(_stage: Stage, obj: Any) -> Asked:
    code = compute_code(obj.check_in_key, now())
    return Asked("POST", f"meetings/{obj.pk}/check-ins", {"code": code})


def record_presence(stage: Stage, obj: Any) -> Asked:
    seat = stage.here.seats["teacher"].pk
    return Asked("PUT", f"meetings/{obj.pk}/seats/{seat}", {"is_present": True})


def note(_stage: Stage, obj: Any) -> Asked:
    body = {"item_id": str(obj.agenda.get().pk), "kind": "spoke", "text": "Так", "client_id": str(uuid7())}
    return Asked("POST", f"meetings/{obj.pk}/notes", body)


ASKS: dict[str, Ask] = {
    "meetings.read": to("groups/{pk}/meetings"),
    "meetings.plan_meeting": plan,
    "meeting.read": to(ONE),
    "meeting.edit": to(ONE, "PATCH", place="Бібліотека"),
    "meeting.order_agenda": order,
    "meeting.answer": to(f"{ONE}/answer", "PUT", answer="comes"),
    "meeting.convene": move("meetings", "convened"),
    "meeting.cancel": move("meetings", "cancelled", reason="Немає світла"),
    "meeting.start": move("meetings", "running"),
    "meeting.end": move("meetings", "ended"),
    "meeting.check_in": check_in,
    "meeting.record_presence": record_presence,
    "meeting.write_note": note,
}
# Where there are several, one of them is right for each who may.
SEVERAL: dict[str, tuple[Ask, ...]] = {
    "meeting.propose_item": (
        to(f"{ONE}/agenda", "POST", title="Освітлення", kind="other"),
        to(f"{ONE}/agenda-suggestions"),
    ),
    "meeting.ask_floor": (to(f"{ONE}/speakers", "POST", membership_id=None),),
    "meeting.keep_floor": (to(f"{ONE}/floor", "PUT", speaker_id=None), to(f"{ONE}/code")),
}
