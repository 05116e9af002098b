"""What the endpoints of meetings answer, and which reads they record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dialogue.meetings import presenters, schemas, selectors
from dialogue.threads.access_log import log_thread_reads
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, answer, read_snapshot
from viche.kernel.events import get_head


def show_meeting(actor: Actor, meeting_id: UUID) -> Answer[schemas.MeetingOut]:
    """Return the answer with a meeting as it is now."""
    with read_snapshot():
        page = selectors.get_meeting_page(actor, meeting_id)
        shown = presenters.show_page(actor, page, get_head(f"group:{page.meeting.group_id}"))
    return answer(shown, version=page.meeting.version)


def log_shown_items(actor: Actor, shown: Mapping[str, Any]) -> None:
    """Log the restricted threads whose items `actor` is shown."""
    items = shown.get("agenda", ())
    log_thread_reads(actor, {one["thread_id"] for one in items if one["is_restricted"]} - {None})
