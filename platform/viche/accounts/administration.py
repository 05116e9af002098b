"""What holds for the set of administrators: one remains, and what they may ends with their being one."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.models import User
from viche.kernel.errors import Conflict

# What ends with somebody's administration: rooms above register it with `on_unmade`.
_ENDS: list[Callable[[UUID], None]] = []


def on_unmade(end: Callable[[UUID], None]) -> None:
    """Register what is to be ended, in the same transaction, for a person who runs the system no more."""
    _ENDS.append(end)


def hold_administrators() -> list[User]:
    """Keep the set of administrators as it is until the end of the transaction.

    Comes before anybody of them is locked: of two who put each other out at once, the second finds that they
    are out themselves.
    """
    running = User.objects.filter(is_superuser=True).order_by("pk")
    return list(running.select_for_update(of=("self",), no_key=True))


def check_another_remains(person: User, running: list[User]) -> None:
    """Raises Conflict when nobody would run the system without `person`."""
    if person.is_superuser and not any(one.is_active and one.pk != person.pk for one in running):
        raise Conflict("last_administrator", _("There is no other administrator: appoint one first."))


def end_administration(person_id: UUID) -> None:
    """End what is registered for a person who runs the system no more."""
    for end in _ENDS:
        end(person_id)
