"""Answers go packed to who takes them so: on a slow line a conversation is then a tenth as long."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED = (
    "application/json",
    "application/problem+json",
    "application/vnd.oai.openapi+json",
    "text/html",
)


class PackedAnswers(GZipMiddleware):
    """Django's own, for what is text. It makes each answer a little longer by chance, so that its length
    does not tell what stands in it beside somebody's question (the BREACH attack).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in PACKED:
            return response
        tag = response.headers.get("ETag")
        packed = super().process_response(request, response)
        if tag is not None:
            # It names the version of a thing, not these bytes: weak, it could not be sent back in If-Match.
            packed.headers["ETag"] = tag
        return packed
