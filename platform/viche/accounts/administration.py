"""Rules of the set of administrators: one always remains, and access ends with the role."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.models import User
from viche.kernel.errors import Conflict

# Cleanups that run when a person stops being an administrator, registered by other apps.
_CLEANUPS: list[Callable[[UUID], None]] = []


def register_administration_cleanup(end: Callable[[UUID], None]) -> None:
    """Register a cleanup for the transaction in which a person stops being an administrator."""
    _CLEANUPS.append(end)


def lock_administrators() -> list[User]:
    """Lock all administrators until the end of the transaction, and return them.

    Call it before locking any single one: of two who revoke each other at once, the second finds that they
    have been revoked themselves.
    """
    running = User.objects.filter(is_superuser=True).order_by("pk")
    return list(running.select_for_update(of=("self",), no_key=True))


def check_another_remains(person: User, running: list[User]) -> None:
    """Raise Conflict when there would be no active administrator without `person`."""
    if person.is_superuser and not any(one.is_active and one.pk != person.pk for one in running):
        raise Conflict("last_administrator", _("There is no other administrator: appoint one first."))


def end_administration(person_id: UUID) -> None:
    """Run the registered cleanups for a person who is not an administrator any more."""
    for end in _CLEANUPS:
        end(person_id)
