"""What meetings and their series say of themselves: title, place and video link."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.meetings.models import LINK_LENGTH, PLACE_LENGTH, TITLE_LENGTH
from viche.kernel.actor import Actor
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Invalid

TEXTS = {"title_uk": "/title", "title_en": "/title_en", "place": "/place"}
FARTHEST = timedelta(days=732)
LENGTHS = {"title_uk": TITLE_LENGTH, "title_en": TITLE_LENGTH, "place": PLACE_LENGTH}


def validate_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Return title, place and video link as they are stored. Raises Invalid."""
    clean = {
        name: validate_text(TEXTS[name], facts[name], LENGTHS[name], required=name == "title_uk")
        for name in TEXTS
        if name in facts
    }
    if "video_url" in facts:
        clean["video_url"] = validate_link(facts["video_url"])
    return clean


def check_facts(actor: Actor, facts: Mapping[str, Any], before: Collection[str] = ()) -> Actor:
    """Check that personal data in these texts is confirmed, see `check_disclosure`."""
    return check_disclosure(actor, {TEXTS[name]: facts[name] for name in TEXTS if name in facts}, before)


def validate_link(link: str) -> str:
    clean = validate_text("/video_url", link, LINK_LENGTH, required=False)
    if clean and (not _is_address(clean) or any(map(str.isspace, clean))):
        raise Invalid.field("/video_url", "link", _("Write a whole address that begins with https://."))
    return clean


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:  # such as a host in brackets that do not close
        return False
    return parts.scheme == "https" and bool(parts.hostname)
