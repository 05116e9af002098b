"""Creation of accounts for people who were reached by e-mail: at the address to which it went."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.joining.selectors import has_account
from viche.accounts.models import Letter, User
from viche.accounts.services.people import create_person
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid

SYSTEM = Actor.for_system("groups.arrivals")
# A name goes into e-mails to others, whose clients turn what looks like an address into a link: so only
# letters and marks, separated by single spaces, hyphens or apostrophes, and dots after initials. Characters
# are matched one by one: a pattern with ambiguous runs of letters would backtrack for ever.
NAME_PATTERN = re.compile(r"(?:[^\W\d_][.]?|['’ʼ -])+")
ADDRESS_PATTERN = re.compile(r"[^\W\d_]{2,}[.](?! |$)")


def create_account(
    letter: Letter,
    *,
    offered: bool,
    refusal: Promise,
    name_uk: str,
    name_en: str,
    grammatical_gender: str,
    language: str,
    password: str,
) -> User:
    """Create the account of a person who has read a letter, at its address.

    Raises Conflict for an address with a present or past account, and with `refusal` when the offer has
    ended; Invalid for a field.
    """
    if has_account(letter.address):
        raise _build_account_conflict()
    if not offered:
        raise Conflict("no_longer_offered", refusal)
    try:
        return create_person(
            actor=SYSTEM,
            email=letter.address,
            name_uk=_validate_name("/name_uk", name_uk),
            name_en=_validate_name("/name_en", name_en),
            grammatical_gender=grammatical_gender,
            language=language,
            password=password,
        )
    except Invalid as error:
        # Created concurrently from another tab; the address is no field of this form.
        if error.errors[0].pointer == "/email":
            raise _build_account_conflict() from error
        raise


def _build_account_conflict() -> Conflict:
    return Conflict("has_account", _("There is an account with this address: sign in with it."))


def _validate_name(pointer: str, name: str) -> str:
    """Return the name, normalised. Raises Invalid for one that could be read as an address."""
    clean = " ".join(name.split())
    if clean and (not NAME_PATTERN.fullmatch(clean) or ADDRESS_PATTERN.search(clean)):
        raise Invalid.field(pointer, "no_name", _("Write the name in letters only, as it is pronounced."))
    return clean
