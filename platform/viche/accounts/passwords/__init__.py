"""Which passwords are good enough, by NIST SP 800-63B-4 §3.1.1: long, and none that others guess first.

There are no rules of composition and no expiry: they make passwords worse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viche.accounts.passwords.breached import is_breached
from viche.accounts.passwords.words import folded

SHORTEST, LONGEST = 12, 128  # characters
FEWEST_DIFFERENT = 5
FEWEST_OF_ONES_OWN = 8  # characters that are left of a password without the words that everybody knows
SHORTEST_WORD = 3
PRODUCT = ("viche", "віче")


def normalised(password: str) -> str:
    """What is hashed: NFKC, so that every keyboard gives the same, without spaces at the ends (§3.1.1.2)."""
    return unicodedata.normalize("NFKC", password).strip()


class GoodPassword:
    """The one validator of AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError with every fault that the reader can do something about."""
        faults = list(_faults(normalised(password), user))
        if faults:
            raise ValidationError(faults)

    def get_help_text(self) -> str:
        return str(_("At least 12 characters; several words are best."))


def _faults(password: str, user: object) -> Iterator[ValidationError]:
    if len(password) < SHORTEST:
        yield ValidationError(
            _("The password needs at least %(least)d characters."),
            "password_too_short",
            {"least": SHORTEST},
        )
        return
    if len(password) > LONGEST:
        yield ValidationError(
            _("The password can have up to %(most)d characters."), "password_too_long", {"most": LONGEST}
        )
    elif _is_monotonous(password):
        yield ValidationError(
            _("The password repeats or counts: choose several words."), "password_monotonous"
        )
    elif is_breached(password):
        yield ValidationError(
            _("This password, or its main part, is on lists of stolen ones: they are tried first."),
            "password_breached",
        )
    elif _says_who(password, user):
        yield ValidationError(
            _("The password is little more than a name, an address or the name of this place."),
            "password_known_words",
        )


def _is_monotonous(password: str) -> bool:
    """Few characters, a short piece again and again, or a run such as 123456789012."""
    letters = folded(password)
    steps = [ord(after) - ord(before) for before, after in pairwise(letters)]
    return (
        len(set(letters)) < FEWEST_DIFFERENT
        or re.fullmatch(rf"(.{{1,{FEWEST_OF_ONES_OWN - 1}}}?)\1+", letters, re.DOTALL) is not None
        or sum(abs(step) > 1 for step in steps) < 2
    )


def _says_who(password: str, user: object) -> bool:
    rest = folded(password)
    whole = len(rest)
    for word in sorted(set(_words_about(user)), key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = re.sub(r"[\W\d_]+", "", rest) if len(rest) < whole else rest
    return len(rest) < FEWEST_OF_ONES_OWN


def _words_about(user: object) -> Iterator[str]:
    """What somebody who knows the person would try: names, the address, the place."""
    texts = [*(str(getattr(user, name, "")) for name in ("name_uk", "name_en", "email")), *PRODUCT]
    texts.append(urlsplit(settings.BASE_URL).hostname or "")
    for text in texts:
        yield from (word for word in re.split(r"[\W_]+", folded(text)) if len(word) >= SHORTEST_WORD)
