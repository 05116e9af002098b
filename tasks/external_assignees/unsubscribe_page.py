"""Unsubscribe page for owners without an account: no login, no JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tasks.external_assignees.delivery_failures import decline_letters
from tasks.external_assignees.unsubscribe import read_token
from viche.accounts.models import Language
from viche.kernel.actor import Actor
from viche.notifications.api.plain_pages import render_plain_page

ACTOR = Actor.for_system("tasks.letters")
PAGE = "tasks/no_letters.html"


@csrf_exempt  # authorised by the signature in the URL
@require_http_methods(["GET", "HEAD", "POST"])
def show_unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST, by the reader or by their mail client (one-click), stops the emails."""
    found = read_token(token)
    if found is None:
        with override(Language.UKRAINIAN):
            return render_plain_page(request, PAGE, {"state": "unknown"}, status=404)
    if request.method == "POST":
        decline_letters(actor=ACTOR, link_id=found.link.pk, told_at=found.told_at)
    with override(found.link.body.language):
        return render_plain_page(request, PAGE, {"state": "done" if request.method == "POST" else "ask"})
