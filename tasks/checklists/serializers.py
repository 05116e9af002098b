"""Serializers of checklists."""

from __future__ import annotations

from tasks.checklists.models import MAX_LINES
from tasks.checklists.services import LINE_LENGTH
from viche.kernel.api import PlainText, StrictSerializer, StrictUuid


class ChecklistLineIn(StrictSerializer):
    """A line of the checklist; with the `id` of an existing line it keeps its tick."""

    id = StrictUuid(required=False, allow_null=True)
    text = PlainText(max_length=LINE_LENGTH)


class SetChecklistIn(StrictSerializer):
    """All lines in their order."""

    lines = ChecklistLineIn(many=True, max_length=MAX_LINES)  # type: ignore[call-arg]  # of the list
