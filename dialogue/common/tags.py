"""Tags: the words under which threads and what comes of them are found."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from viche.kernel.errors import Invalid
from viche.kernel.names import check_letters

MOST_TAGS = 10
TAG_LENGTH = 40


def as_tag(words: str) -> str:
    """Words as a tag is kept: in small letters, without its sign and with single spaces."""
    return " ".join(words.strip().removeprefix("#").lower().split())


def checked_tags(tags: Sequence[str]) -> list[str]:
    """Each once and in order, so that one word is one tag whoever writes it. Raises Invalid."""
    clean = {
        as_tag(checked_text(f"/tags/{place}", as_tag(tag), TAG_LENGTH)): place
        for place, tag in enumerate(tags)
    }
    if len(clean) > MOST_TAGS:
        raise Invalid.field("/tags", "max_length", _("Ten tags are the most."))
    check_letters((f"/tags/{place}", tag) for tag, place in clean.items())
    return sorted(clean)
