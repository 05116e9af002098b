"""Checks that several services share."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.emails import canonical_email
from viche.accounts.models import User
from viche.kernel.errors import Invalid


def active_person(person_id: UUID, pointer: str) -> User:
    """The person with this id. Raises Invalid at `pointer` for one who is not there or deactivated."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise Invalid.field(pointer, "not_found", _("There is no such person."))
    return person


def person_named(person_id: UUID | None, email: str) -> User:
    """The one person with this id or with this address. Raises Invalid at `/person` or `/email`.

    Comes after every other check: whoever learns by it that an address has an account then does what its
    holder is told of.
    """
    if (person_id is None) == (not email):
        raise Invalid.field("/person", "required", _("Name one person: by id or by e-mail."))
    if person_id is not None:
        return active_person(person_id, "/person")
    person = User.objects.filter(email=canonical_email(email), is_active=True).first()
    if person is None:
        raise Invalid.field("/email", "not_found", _("Nobody signs in with this address."))
    return person


def given(reason: str) -> str:
    """The reason as it was given. Raises Invalid for an empty one."""
    if not reason.strip():
        raise Invalid.field("/reason", "blank", _("Say why."))
    return reason
