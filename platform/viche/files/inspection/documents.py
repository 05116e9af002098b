"""PDF and plain text."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from viche.files.inspection.faults import broken, mismatch, two_in_one
from viche.kernel.errors import Invalid

# Things that make a document act. They are names in the file, possibly written with #xx escapes.
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# A page or drawing that a browser would run, at the start of what claims to be text.
MARKUP = re.compile(r"^\s*(?:<\?xml|<!doctype|<html|<svg|<script)", re.IGNORECASE)


def check_pdf(content: bytes) -> None:
    """Raises UnsupportedMedia for what is no PDF or more than one, Invalid for one that is locked or acts."""
    if not content.startswith(b"%PDF-"):
        raise mismatch()
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise broken()
    if len(content) - end > 64 or b"PK\x05\x06" in content[-66_000:]:
        raise two_in_one()
    if b"/Encrypt" in content:
        raise Invalid.field(
            "/file", "locked", _("The file is locked with a password and cannot be inspected.")
        )
    if ACTIVE.search(ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)):
        raise Invalid.field(
            "/file", "active", _("The document contains programs or other files. Save it without.")
        )


def check_text(content: bytes) -> None:
    """Raises UnsupportedMedia for what is no plain text in UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise mismatch() from error
    if "\x00" in text or MARKUP.match(text):
        raise mismatch()
