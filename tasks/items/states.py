"""The states of an action item, and what they mean together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    IN_PROGRESS = "in_progress", _("In progress")
    BLOCKED = "blocked", _("Blocked")
    DONE = "done", _("Waits for verification")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", pgettext_lazy("state of an action item", "Closed")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED = frozenset({State.PROPOSED, State.ACCEPTED, State.IN_PROGRESS, State.BLOCKED})
"""The owner still has to do something: these can be overdue, and the owner is reminded."""

OPEN = UNFINISHED | {State.DONE}
"""Somebody still has to do something."""

PROVED = frozenset({State.VERIFIED, State.CLOSED})
"""Another organisation found it done; what is closed was filed besides."""

OVER = PROVED | {State.CANCELLED}
"""Nothing will be done about it any more; what was declined may still be asked of somebody else."""
