"""Who comes by a letter and has no account: one is made at the address to which it went."""

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
# A name goes into letters to others, whose programs make links of what looks like one: letters and marks,
# parted by single spaces, hyphens or apostrophes, and dots behind initials.
# One sign at a time: in a run of letters that could be cut in many ways a refusal would take for ever.
NAME = re.compile(r"(?:[^\W\d_][.]?|['’ʼ -])+")
ADDRESS_IN_NAME = re.compile(r"[^\W\d_]{2,}[.](?! |$)")


def newcomer(
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
    """Make the account of who has read a letter, at its address.

    Raises Conflict where somebody signs in with that, or did, and with `refusal` for what is no longer
    `offered`; Invalid for a field.
    """
    if has_account(letter.address):
        raise _has_account()
    if not offered:
        raise Conflict("no_longer_offered", refusal)
    try:
        return create_person(
            actor=SYSTEM,
            email=letter.address,
            name_uk=_plain("/name_uk", name_uk),
            name_en=_plain("/name_en", name_en),
            grammatical_gender=grammatical_gender,
            language=language,
            password=password,
        )
    except Invalid as error:
        # Made in the same moment from another tab; the address is no field of this form.
        if error.errors[0].pointer == "/email":
            raise _has_account() from error
        raise


def _has_account() -> Conflict:
    return Conflict("has_account", _("There is an account with this address: sign in with it."))


def _plain(pointer: str, name: str) -> str:
    """A name as it is said. Raises Invalid for one that could be read as an address."""
    clean = " ".join(name.split())
    if clean and (not NAME.fullmatch(clean) or ADDRESS_IN_NAME.search(clean)):
        raise Invalid.field(pointer, "no_name", _("Write the name with letters alone, as it is said."))
    return clean
