"""What is written down and counted of every request: its method, its route and how it ended."""

from __future__ import annotations

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware


def route_of(request: HttpRequest) -> str:
    """The pattern of the address. The address itself can hold a search, a signed link or somebody's name."""
    return "unknown" if request.resolver_match is None else request.resolver_match.route


class RequestLog(RequestMiddleware):
    """Gives each request its id, and writes down those that end badly."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {route_of(request)}"
