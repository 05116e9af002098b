"""What a browser is told about every answer."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]

# Voice notes are recorded and places found on our own pages; nothing else of a device is needed.
DEVICES = "camera=(), display-capture=(), geolocation=(self), microphone=(self), payment=(), usb=()"


class ContentPolicyMiddleware:
    """Adds the Content-Security-Policy of the settings to whatever has no stricter one of its own, and what
    of the device the page may ask for.

    django-csp's own middleware puts the same words together anew for each answer.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        response.headers["Permissions-Policy"] = DEVICES
        return response
