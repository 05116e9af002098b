"""Events of public promises; they carry references and codes, no text."""

from __future__ import annotations

from uuid import UUID

from tasks.items.events import ActionPayload


class PromisePublished(ActionPayload, kind="tasks.promise_published"):
    """The item was published on the public page of its group, or its public text changed."""

    mandate_id: UUID | None


class PromiseTakenBack(ActionPayload, kind="tasks.promise_taken_back"):
    """The item was removed from the public page."""

    mandate_id: UUID | None
