"""How actions on access records are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, to

ASKS: dict[str, Ask] = {
    "access_record.read": to("people/{pk}/access-record"),
    "sight.read": to("people/{pk}/sight"),
    "group_sight.read": to("groups/{pk}/sight"),
}
