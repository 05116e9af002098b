"""Pages to which e-mails lead: no signing in, no JavaScript, and nothing from elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from viche.kernel.api.unlisted import unlisted


def plain_page(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """One that extends `notifications/plain_page.html`."""
    nonce = secrets.token_urlsafe(16)
    response = render(request, template, {**context, "nonce": nonce}, status=status)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'none'"
    response["Content-Security-Policy"] = f"{policy}; base-uri 'none'"
    return unlisted(response)
