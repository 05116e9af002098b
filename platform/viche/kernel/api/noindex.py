"""Response headers for pages with a secret URL that works without a sign-in."""

from __future__ import annotations

from django.http import HttpResponse


def mark_noindex(response: HttpResponse, *, cache: str = "no-store") -> HttpResponse:
    """Keep the secret URL of a response private: no referrer, no search engine, no shared cache."""
    response["Cache-Control"] = cache
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
