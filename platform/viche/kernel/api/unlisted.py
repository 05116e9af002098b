"""Pages that a secret address opens to whoever has it, without a sign-in."""

from __future__ import annotations

from django.http import HttpResponse


def unlisted(response: HttpResponse, *, cache: str = "no-store") -> HttpResponse:
    """The same answer, whose address goes no further: to no page that is opened from it, to no search engine
    and to no cache of others.
    """
    response["Cache-Control"] = cache
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
