"""Compression of responses: on a slow connection a conversation is a tenth of the size."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED_TYPES = (
    "application/json",
    "application/problem+json",
    "application/vnd.oai.openapi+json",
    "text/html",
)


class CompressionMiddleware(GZipMiddleware):
    """Django's GZipMiddleware, for text only.

    It adds random padding, so that the compressed length reveals no secrets (the BREACH attack).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in COMPRESSED_TYPES:
            return response
        tag = response.headers.get("ETag")
        packed = super().process_response(request, response)
        if tag is not None:
            # The ETag is the version of the object, not of these bytes: a weak ETag would fail in If-Match.
            packed.headers["ETag"] = tag
        return packed
