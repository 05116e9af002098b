"""Password validation by NIST SP 800-63B-4 §3.1.1: long, and not among those guessed first.

There are no composition rules and no expiry: they make passwords worse.
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
from viche.accounts.passwords.folding import fold_text

MIN_LENGTH, MAX_LENGTH = 12, 128  # characters
MIN_DISTINCT_CHARACTERS = 5
MIN_ORIGINAL_CHARACTERS = 8  # characters left of a password without guessable words
MIN_WORD_LENGTH = 3
PRODUCT_NAMES = ("viche", "віче")


def normalise_password(password: str) -> str:
    """Return what is hashed: NFKC, for every keyboard, without surrounding spaces (§3.1.1.2)."""
    return unicodedata.normalize("NFKC", password).strip()


class GoodPassword:
    """The only validator in AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError with every fault that the user can correct."""
        faults = list(_faults(normalise_password(password), user))
        if faults:
            raise ValidationError(faults)

    def get_help_text(self) -> str:
        return str(_("At least 12 characters; several words are best."))


def _faults(password: str, user: object) -> Iterator[ValidationError]:
    if len(password) < MIN_LENGTH:
        yield ValidationError(
            _("The password needs at least %(least)d characters."),
            "password_too_short",
            {"least": MIN_LENGTH},
        )
        return
    if len(password) > MAX_LENGTH:
        yield ValidationError(
            _("The password can have up to %(most)d characters."), "password_too_long", {"most": MAX_LENGTH}
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
    elif _is_mostly_known_words(password, user):
        yield ValidationError(
            _("The password is little more than a name, an address or the name of this place."),
            "password_known_words",
        )


def _is_monotonous(password: str) -> bool:
    """Return whether it has few characters, repeats a piece, or is a run such as 123456789012."""
    letters = fold_text(password)
    steps = [ord(after) - ord(before) for before, after in pairwise(letters)]
    return (
        len(set(letters)) < MIN_DISTINCT_CHARACTERS
        or re.fullmatch(rf"(.{{1,{MIN_ORIGINAL_CHARACTERS - 1}}}?)\1+", letters, re.DOTALL) is not None
        or sum(abs(step) > 1 for step in steps) < 2
    )


def _is_mostly_known_words(password: str, user: object) -> bool:
    rest = fold_text(password)
    whole = len(rest)
    for word in sorted(set(_guessable_words(user)), key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = re.sub(r"[\W\d_]+", "", rest) if len(rest) < whole else rest
    return len(rest) < MIN_ORIGINAL_CHARACTERS


def _guessable_words(user: object) -> Iterator[str]:
    """Yield what an attacker who knows the person would try: names, the address, the site."""
    texts = [*(str(getattr(user, name, "")) for name in ("name_uk", "name_en", "email")), *PRODUCT_NAMES]
    texts.append(urlsplit(settings.BASE_URL).hostname or "")
    for text in texts:
        yield from (word for word in re.split(r"[\W_]+", fold_text(text)) if len(word) >= MIN_WORD_LENGTH)
