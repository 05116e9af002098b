"""Security headers of every response."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]

# Our own pages record voice notes and locate places; no other device access is needed.
DEVICES = "camera=(), display-capture=(), geolocation=(self), microphone=(self), payment=(), usb=()"


class ContentPolicyMiddleware:
    """Adds Permissions-Policy, and a Content-Security-Policy unless the response has its own.

    django-csp's own middleware rebuilds the same policy for each response.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        response.headers["Permissions-Policy"] = DEVICES
        return response
