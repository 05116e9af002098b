"""States of an action item, and sets of states."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from viche.kernel.lifecycle import Phase


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


# Declined work is prepared anew: it may be proposed to another owner.
STATES_BY_PHASE = {
    Phase.PREPARATION: (State.PROPOSED, State.DECLINED),
    Phase.FIELDWORK: (State.ACCEPTED, State.IN_PROGRESS, State.BLOCKED),
    Phase.REVIEW: (State.DONE,),
    Phase.CLOSED: (State.VERIFIED, State.CLOSED, State.CANCELLED),
}

FINAL_STATES = frozenset(STATES_BY_PHASE[Phase.CLOSED])
"""Nothing more will be done."""

CHANGEABLE_STATES = frozenset(State) - FINAL_STATES

OPEN_STATES = CHANGEABLE_STATES - {State.DECLINED}
"""A step of some party is still expected."""

UNFINISHED_STATES = OPEN_STATES - {State.DONE}
"""The owner still has work to do: such an item can be overdue, and the owner is reminded."""

ACTIVE_STATES = OPEN_STATES - {State.PROPOSED}
"""The owner has accepted the work, and it is not verified yet."""

VERIFIED_STATES = frozenset({State.VERIFIED, State.CLOSED})
"""Another organisation verified the work; a closed item was also filed."""
