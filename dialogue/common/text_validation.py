"""Validate texts that people write, in the services that store them, whatever way the texts came."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, ngettext

from viche.kernel.errors import Invalid
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalise_text


def validate_text(pointer: str, text: str, longest: int, *, required: bool = True) -> str:
    """Return `text` in NFC and stripped; `longest` limits the characters that are left then.

    Raises Invalid at `pointer` for a text that is blank, too long or cannot be stored, and for bidirectional
    control characters. These are refused and not isolated, since every later output of the text (e-mail, PDF,
    export, quote) would have to isolate them again, and one that forgets to would show a text that was never
    written.
    """
    clean = normalise_text(text).strip()
    if is_blank(clean):
        if required or clean:
            raise Invalid.field(pointer, "blank", _("Write something here."))
        return ""
    if not is_storable(clean):
        raise Invalid.field(pointer, "unstorable", _("There is a character here that cannot be stored."))
    if has_bidi_controls(clean):
        raise Invalid.field(
            pointer, "direction", _("Remove the hidden characters that change the direction of the text.")
        )
    if len(clean) > longest:
        raise Invalid.field(pointer, "max_length", _describe_too_long(longest))
    return clean


def _describe_too_long(longest: int) -> str:
    return ngettext(
        "Make this shorter: at most %(longest)d character.",
        "Make this shorter: at most %(longest)d characters.",
        longest,
    ) % {"longest": longest}
