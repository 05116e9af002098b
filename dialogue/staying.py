"""What keeps a thread in its group, apart from others, or from being public: higher rooms register it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _, ngettext

from dialogue.models import Thread
from dialogue.moderation import anything_waits
from viche.kernel.errors import Conflict, DomainError, Invalid

Obstacle = Callable[[Thread], DomainError | None]
OBSTACLES: list[Obstacle] = []
APART: list[Obstacle] = []
INSIDE: list[Obstacle] = []


def obstacle(check: Obstacle) -> None:
    """Register why a thread may not leave its group now; None: nothing keeps it."""
    OBSTACLES.append(check)


def check_may_leave(thread: Thread) -> None:
    """Raises what the first obstacle says."""
    for check in OBSTACLES:
        if (refusal := check(thread)) is not None:
            raise refusal


def keeps_apart(check: Obstacle) -> None:
    """Register why a thread may not go on in another one now; None: nothing keeps it."""
    APART.append(check)


def check_may_merge(thread: Thread) -> None:
    """Raises what the first one says."""
    for check in APART:
        if (refusal := check(thread)) is not None:
            raise refusal


def keeps_inside(check: Obstacle) -> None:
    """Register why a thread may not be read by anybody; None: nothing keeps it from that."""
    INSIDE.append(check)


def check_may_be_public(thread: Thread) -> None:
    """Raises what the first one says."""
    for check in INSIDE:
        if (refusal := check(thread)) is not None:
            raise refusal


def check_rests(thread: Thread) -> None:
    """Raises Conflict for a round that runs and for what waits for a decision: elsewhere others would decide,
    and read who reported it.
    """
    if thread.round_id is not None:
        raise Conflict("round_runs", _("A round is held here. End it first."))
    if anything_waits(thread):
        raise Conflict("reports_wait", _("A report or an appeal waits here. It has to be decided first."))


def check_widens(come: int, *, widens: bool) -> None:
    """Raises Invalid when so many people come to read what they did not, and nobody says that it is meant."""
    if come and not widens:
        raise Invalid.field("/widens", "widens", _come_to_read(come))


def check_narrows(lost: int) -> None:
    """Raises Invalid when so many people read a thread and would not read it where it goes on."""
    if lost:
        raise Invalid.field("/into", "narrows", _read_no_more(lost))


def _said(come: int) -> str:
    said = ngettext(
        "%(count)d person who does not read the thread now will read all of it. Say that you mean it.",
        "%(count)d people who do not read the thread now will read all of it. Say that you mean it.",
        come,
    )
    return said % {"count": come}


def _said_of_lost(lost: int) -> str:
    said = ngettext(
        "%(count)d person reads this thread and not the other one: share that with them, or end their share.",
        "%(count)d people read this thread and not the other one: share that with them, or end their shares.",
        lost,
    )
    return said % {"count": lost}


_come_to_read = lazy(_said, str)
_read_no_more = lazy(_said_of_lost, str)
