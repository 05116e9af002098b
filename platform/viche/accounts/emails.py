"""Canonical form of e-mail addresses, so that two spellings are never two people."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Invalid


def normalise_email(address: str) -> str:
    """Return the form in which addresses are stored and compared.

    It is NFKC and case-folded (Unicode UTS #36 §2.11.2).
    """
    folded = unicodedata.normalize("NFKC", address.strip()).casefold()
    return unicodedata.normalize("NFKC", folded).lower()


def validate_email_address(address: str) -> str:
    """Return the canonical form of a valid address. Raises Invalid at `/email`."""
    canonical = normalise_email(address)
    try:
        validate_email(canonical)
    except ValidationError as error:
        raise Invalid.field("/email", "invalid", _("This is not an e-mail address.")) from error
    return canonical
