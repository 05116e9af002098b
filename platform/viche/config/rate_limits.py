"""Middleware that adds rate limit headers to responses outside the API endpoints."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase

from viche.kernel.api.limits import read_rate_limit

PREFIXES = ("/api/", "/_allauth/", "/feeds/", "/a/", "/mute/", "/public/", "/unsubscribe/")


class RateLimitHeaders:
    """Add the rate limit state of the client's IP address to responses without such headers.

    These are responses of sign-in, feeds, public pages and unknown URLs. The requests are not counted here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_told = request.path.startswith(PREFIXES) or response.status_code == HTTPStatus.NOT_FOUND
        if is_told and "RateLimit" not in response.headers:
            for name, value in read_rate_limit(request).headers().items():
                response.headers[name] = value
        return response
