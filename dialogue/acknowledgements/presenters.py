"""Presenters of acknowledgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dialogue.acknowledgements.selectors import Answer
from dialogue.messages.models import Message
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.presenters import excerpt_of, voice
from groups.common import presenters as groups
from groups.selectors import bring_holders
from viche.kernel.clock import today
from viche.kernel.text import both


def acknowledgement(one: Answer) -> timeline_schemas.AcknowledgementOut:
    given = one.acknowledgement
    return {
        "person": groups.person(one.person),
        "organisation": groups.organisation(one.mandate.organisation) if one.mandate is not None else None,
        "acknowledged_at": given.at if given is not None else None,
        "version": given.version if given is not None else None,
        "asked": one.asked,
    }


def awaited(rows: Sequence[Message]) -> list[timeline_schemas.AwaitedOut]:
    """Rows of `dialogue.acknowledgements.selectors.waiting_for`."""
    bring_holders((row.author_id, row.mandate) for row in rows)
    return [_awaited(row) for row in rows]


def _awaited(row: Message) -> timeline_schemas.AwaitedOut:
    asked, group = row.must_read, row.thread.group
    return {
        "message_id": row.pk,
        "thread_id": row.thread_id,
        "number": row.number,
        "title": both(row.thread, "title"),
        "visibility": cast("timeline_schemas.ThreadVisibilityName", row.thread.visibility),
        "group": groups.group_ref(group),
        "author": voice(row),
        "excerpt": excerpt_of(row),
        "due_on": asked.due_on,
        "overdue": asked.due_on is not None and asked.due_on < today(group.time_zone),
        "marked_at": asked.marked_at,
        "url": f"/threads/{row.thread_id}?message={row.number}",
    }
