"""The page that an e-mail leads to for getting no more of its kind: no signing in, no JavaScript."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from viche.kernel.actor import Actor
from viche.kernel.api.unlisted import unlisted
from viche.notifications.services.choosing import unsubscribe
from viche.notifications.unsubscribing import read

ACTOR = Actor.for_system("notifications.unsubscribe")


@csrf_exempt  # the signature in the address is what permits it, whoever is signed in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it, or the reader's mail program in its place, switches the topics off."""
    found = read(token)
    if found is None:
        return _shown(request, {"state": "unknown"}, status=404)
    person, topics = found
    if request.method == "POST":
        unsubscribe(actor=ACTOR, person_id=person.pk, topics=topics)
    with override(person.language):
        return _shown(request, {"state": "done" if request.method == "POST" else "ask", "topics": topics})


def _shown(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    nonce = secrets.token_urlsafe(16)
    response = render(request, "notifications/unsubscribe.html", {**context, "nonce": nonce}, status=status)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'none'"
    response["Content-Security-Policy"] = f"{policy}; base-uri 'none'"
    return unlisted(response)
