"""Checks that several services share."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.emails import normalise_email
from viche.accounts.models import User
from viche.kernel.errors import Invalid


def get_active_person(person_id: UUID, pointer: str) -> User:
    """Return the active person with this id.

    Raises Invalid at `pointer` when there is none or they are deactivated.
    """
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise Invalid.field(pointer, "not_found", _("There is no such person."))
    return person


def get_person_by_id_or_email(person_id: UUID | None, email: str) -> User:
    """Return the one active person with this id or this e-mail address.

    Raises Invalid at `/person` or `/email`. Call it after every other check: it reveals whether an address
    has an account, and then only to an actor whose step notifies the account's holder.
    """
    if (person_id is None) == (not email):
        raise Invalid.field("/person", "required", _("Name one person: by id or by e-mail."))
    if person_id is not None:
        return get_active_person(person_id, "/person")
    person = User.objects.filter(email=normalise_email(email), is_active=True).first()
    if person is None:
        raise Invalid.field("/email", "not_found", _("No one signs in with this address."))
    return person


def require_reason(reason: str) -> str:
    """Return `reason` unchanged. Raises Invalid when it is blank."""
    if not reason.strip():
        raise Invalid.field("/reason", "blank", _("Say why."))
    return reason
