"""The texts that people write here, checked where they are stored, whatever way they came."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, ngettext

from viche.kernel.errors import Invalid
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalised


def checked_text(pointer: str, text: str, longest: int, *, required: bool = True) -> str:
    """`text` in NFC, without white space at its ends. `longest` counts characters after that.

    Raises Invalid at `pointer` for nothing visible, too much, what cannot be stored, and direction controls:
    they are refused and not isolated, since every later reader of the text (e-mail, PDF, export, a quotation)
    would have to isolate them again, and the one that forgets shows a text that nobody wrote.
    """
    clean = normalised(text).strip()
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
        raise Invalid.field(pointer, "max_length", _too_long(longest))
    return clean


def _too_long(longest: int) -> str:
    return ngettext(
        "Make this shorter: at most %(longest)d character.",
        "Make this shorter: at most %(longest)d characters.",
        longest,
    ) % {"longest": longest}
