"""Presenters of acknowledgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dialogue.acknowledgements.selectors import AcknowledgementState
from dialogue.messages.models import Message
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.presenters import get_excerpt, show_voice
from groups.common import presenters as groups
from groups.selectors import prefetch_principals
from viche.kernel.clock import today
from viche.kernel.text import bilingual_of


def show_acknowledgement(one: AcknowledgementState) -> timeline_schemas.AcknowledgementOut:
    given = one.acknowledgement
    return {
        "person": groups.show_person(one.person),
        "organisation": groups.show_organisation(one.mandate.organisation)
        if one.mandate is not None
        else None,
        "acknowledged_at": given.at if given is not None else None,
        "version": given.version if given is not None else None,
        "asked": one.asked,
    }


def show_awaited(rows: Sequence[Message]) -> list[timeline_schemas.AwaitedOut]:
    """Show rows of `list_pending_acknowledgements` of the selectors."""
    prefetch_principals((row.author_id, row.mandate) for row in rows)
    return [_show_one_awaited(row) for row in rows]


def _show_one_awaited(row: Message) -> timeline_schemas.AwaitedOut:
    asked, group = row.must_read, row.thread.group
    return {
        "message_id": row.pk,
        "thread_id": row.thread_id,
        "number": row.number,
        "title": bilingual_of(row.thread, "title"),
        "visibility": cast("timeline_schemas.ThreadVisibilityName", row.thread.visibility),
        "group": groups.show_group_ref(group),
        "author": show_voice(row),
        "excerpt": get_excerpt(row),
        "due_on": asked.due_on,
        "overdue": asked.due_on is not None and asked.due_on < today(group.time_zone),
        "marked_at": asked.marked_at,
        "url": f"/threads/{row.thread_id}?message={row.number}",
    }
