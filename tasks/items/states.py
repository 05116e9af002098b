"""States of an action item, and sets of states."""

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


UNFINISHED_STATES = frozenset({State.PROPOSED, State.ACCEPTED, State.IN_PROGRESS, State.BLOCKED})
"""The owner still has work to do: such an item can be overdue, and the owner is reminded."""

OPEN_STATES = UNFINISHED_STATES | {State.DONE}
"""A step of some party is still expected."""

VERIFIED_STATES = frozenset({State.VERIFIED, State.CLOSED})
"""Another organisation verified the work; a closed item was also filed."""

FINAL_STATES = VERIFIED_STATES | {State.CANCELLED}
"""Nothing more will be done. Not declined: such an item may be proposed to another owner."""
