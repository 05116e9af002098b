"""HTTP endpoint of the charter of a group."""

from __future__ import annotations

from typing import Any, Literal, TypedDict
from uuid import UUID

from rest_framework import serializers

from dialogue.charters.models import Silence
from dialogue.charters.selectors import get_charter
from dialogue.charters.services import set_charter
from dialogue.common.copies import copy_fields
from dialogue.threads.policies import DialogueAction, DialoguePolicy
from dialogue.threads.selectors import get_group_for
from groups.common.schemas import SectorName
from groups.models import Sector
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    Show,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    Write,
    answer,
    read_snapshot,
)

MAX_DAYS = 60


class SectorsField(serializers.ListField):
    """Sectors, each once, in their fixed order."""

    def __init__(self, **kwargs: Any) -> None:
        child = serializers.ChoiceField(choices=Sector.choices)
        super().__init__(child=child, max_length=len(Sector.values), **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        chosen = super().to_internal_value(data)
        return [sector for sector in Sector.values if sector in chosen]


class DecisionCharterIn(StrictSerializer):
    """All rules of a group."""

    present_sectors = SectorsField()
    asked_sectors = SectorsField()
    silence = serializers.ChoiceField(choices=Silence.choices)
    notice_days = StrictInteger(min_value=0, max_value=MAX_DAYS)
    remarks_days = StrictInteger(min_value=0, max_value=MAX_DAYS)
    paper_binds = StrictBoolean()
    publishes_minutes = StrictBoolean()


class DecisionCharterOut(TypedDict):
    """The rules of a group. `version` is 0 while it has the defaults; it is valid for If-Match then, too.

    `present_sectors` must answer or be present, or there is no quorum; `asked_sectors` must have been asked
    by name; `silence` says what the silence of an asked sector counts as. `quorum` is the number of heads,
    which is set with the group. `notice_days` and `remarks_days` are those of meetings and their minutes.
    """

    quorum: int
    present_sectors: list[SectorName]
    asked_sectors: list[SectorName]
    silence: Literal["absent", "consent"]
    notice_days: int
    remarks_days: int
    paper_binds: bool
    publishes_minutes: bool
    allowed: list[Literal["set_charter"]]
    version: int


def show_charter(actor: Actor, group_id: UUID) -> Answer[DecisionCharterOut]:
    """Return the charter of a group, with its version as ETag."""
    with read_snapshot():
        group = get_group_for(actor, group_id)
        row = get_charter(group)
        may = DialoguePolicy().can(actor, DialogueAction.SET_CHARTER, group)
    shown = copy_fields(row, DecisionCharterOut, quorum=group.quorum, allowed=["set_charter"] if may else [])
    return answer(shown, version=row.version)


class GroupCharter(Endpoint):
    """Charter of a group: its rules about decisions and meetings.

    GET: Return the charter, or the defaults of a group without one.

    PUT: Set the charter.

    For facilitators of the group (`set_charter`). Decisions that are open keep the rules with which they
    opened.
    """

    get = Show(DialogueAction.READ, show_charter)

    put = Write(
        DialogueAction.SET_CHARTER,
        set_charter,
        body=DecisionCharterIn,
        body_as="rules",
        shows=show_charter,
        versioned=True,
    )
