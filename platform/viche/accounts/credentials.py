"""Helpers for passwords and links, shared by services and run inside their unit of work."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from viche.accounts.ended_sessions import end_sessions
from viche.accounts.events import PasswordChanged
from viche.accounts.letters import LINK_LIFETIMES
from viche.accounts.models import Letter, Purpose, User
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.events import record
from viche.kernel.versions import save_new_version


def assign_password(person: User, password: str | None) -> None:
    """Set the password hash, or mark the password as unusable.

    Raises Invalid at `/password` for a weak one.
    """
    if password is not None:
        try:
            validate_password(password, person)
        except ValidationError as error:
            faults = [
                FieldError("/password", str(one.code), str(one.message % (one.params or {})))
                for one in error.error_list
            ]
            raise Invalid(faults) from error
    person.set_password(password)


def replace_password(actor: Actor, person: User, password: str) -> User:
    """Change the password, end all other sessions, void all links, and notify the person."""
    assign_password(person, password)
    save_new_version(person, "password")
    end_sessions(person.pk, but=actor.session_id)
    void_links(person)
    record_access_change(person_id=person.pk, reason="password_changed")
    record(actor, PasswordChanged(person_id=person.pk))
    Letter.objects.create(purpose=Purpose.PASSWORD_CHANGED, address=person.email, person=person)
    return person


def void_links(person: User) -> None:
    """Void all links that were sent, or wait to be sent."""
    # A letter requested without sign-in has only an address until it is sent.
    theirs = Q(person=person) | Q(person=None, address=person.email)
    purposes = (*LINK_LIFETIMES, Purpose.CONFIRM_IDENTITY)
    Letter.objects.filter(theirs, used_at=None, purpose__in=purposes).update(used_at=now(), next_try_at=None)
