"""Content negotiation (RFC 9110 §12.5.1): whether a client accepts one of the offered media types."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from viche.kernel.api.problems import NotAcceptable

ANYTHING = "*/*"


def check_acceptable(request: Request | HttpRequest, offered: Sequence[str]) -> None:
    """Raise NotAcceptable when `Accept` permits none of the offered types."""
    header = request.META.get("HTTP_ACCEPT", ANYTHING)
    # Most headers say that anything will do, without exceptions: they are not taken apart.
    takes_anything = ANYTHING in header and ";" not in header
    if takes_anything or ANYTHING in offered or any(is_accepted(header, one) for one in offered):
        return
    raise NotAcceptable(detail=_("What is answered here: %(types)s.") % {"types": ", ".join(offered)})


def is_accepted(header: str, media_type: str) -> bool:
    """Return whether `Accept` permits a media type.

    Of several matching ranges the most specific decides.
    """
    closest, is_permitted = -1, False
    for one in header.split(","):
        media_range, *parameters = (part.strip().lower() for part in one.split(";"))
        closeness = _compare(media_range, media_type)
        if closeness > closest:
            closest, is_permitted = closeness, not any(_is_zero(part) for part in parameters)
    return is_permitted


def _compare(media_range: str, media_type: str) -> int:
    """Return how closely a range matches.

    2 exactly, 1 by type (`audio/*`), 0 by `*/*`, -1 not at all.
    """
    if media_range == media_type:
        return 2
    if media_range == f"{media_type.partition('/')[0]}/*":
        return 1
    return 0 if media_range == ANYTHING else -1


def _is_zero(parameter: str) -> bool:
    name, _equals, value = parameter.partition("=")
    return name.strip() == "q" and not value.strip(" 0.")
