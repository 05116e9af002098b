"""Pages linked from e-mails: no sign-in, no required JavaScript, no external resources."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from viche.kernel.api.noindex import mark_noindex

AUTO_SUBMIT_SCRIPT = "notifications/press.3cd82722d40d.js"
"""A script, named by its content, that sends the form `data-at-once` of a page as a person opens it. Who only
fetches the page, as scanners of mail do, changes nothing.
"""


def render_plain_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
    *,
    script: str | None = None,
) -> HttpResponse:
    """Render a template that extends `notifications/plain_page.html`.

    Only a script of ours that is passed may run.
    """
    nonce = secrets.token_urlsafe(16)
    shown = {**context, "nonce": nonce, "script": static(script) if script else ""}
    response = render(request, template, shown, status=status)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'none'"
    scripts = "; script-src 'self'" if script else ""
    response["Content-Security-Policy"] = f"{policy}{scripts}; base-uri 'none'"
    return mark_noindex(response)
