"""One way to write an e-mail address, so that two spellings of it are never two people."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Invalid


def canonical_email(address: str) -> str:
    """NFKC and case-folded (Unicode UTS #36 §2.11.2): the form in which addresses are stored and compared."""
    folded = unicodedata.normalize("NFKC", address.strip()).casefold()
    return unicodedata.normalize("NFKC", folded).lower()


def checked_email(address: str) -> str:
    """The canonical form of an address that can exist. Raises Invalid at `/email`."""
    canonical = canonical_email(address)
    try:
        validate_email(canonical)
    except ValidationError as error:
        raise Invalid.field("/email", "invalid", _("This is not an e-mail address.")) from error
    return canonical
