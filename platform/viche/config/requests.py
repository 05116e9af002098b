"""The request log: method, route and outcome of each request."""

from __future__ import annotations

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware


def route_of(request: HttpRequest) -> str:
    """Return the URL pattern. The URL itself may contain a search term, a signed link or a name."""
    return "unknown" if request.resolver_match is None else request.resolver_match.route


class RequestLogMiddleware(RequestMiddleware):
    """Assigns each request its id, and logs failed requests."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {route_of(request)}"
