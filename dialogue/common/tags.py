"""Tags of threads and of the objects that come from them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from viche.kernel.errors import Invalid
from viche.kernel.name_validation import check_alphabets

MAX_TAGS = 10
TAG_LENGTH = 40


def normalise_tag(words: str) -> str:
    """Return a tag as it is stored: lower case, without its `#` and with single spaces."""
    return " ".join(words.strip().removeprefix("#").lower().split())


def validate_tags(tags: Sequence[str]) -> list[str]:
    """Return the normalised tags, sorted and without duplicates. Raises Invalid."""
    clean = {
        normalise_tag(validate_text(f"/tags/{place}", normalise_tag(tag), TAG_LENGTH)): place
        for place, tag in enumerate(tags)
    }
    if len(clean) > MAX_TAGS:
        raise Invalid.field("/tags", "max_length", _("You can add at most ten tags."))
    check_alphabets((f"/tags/{place}", tag) for tag, place in clean.items())
    return sorted(clean)
