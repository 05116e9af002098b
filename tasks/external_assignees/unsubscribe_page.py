"""The page by which an owner without an account gets no more letters: no signing in, no JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tasks.external_assignees.undelivered import decline_letters
from tasks.external_assignees.unsubscribe import read
from viche.accounts.models import Language
from viche.kernel.actor import Actor
from viche.notifications.api.plain_pages import plain_page

ACTOR = Actor.for_system("tasks.letters")
PAGE = "tasks/no_letters.html"


@csrf_exempt  # the signature in the address is what permits it
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it, or the reader's mail program in its place, ends the letters."""
    found = read(token)
    if found is None:
        with override(Language.UKRAINIAN):
            return plain_page(request, PAGE, {"state": "unknown"}, status=404)
    if request.method == "POST":
        decline_letters(actor=ACTOR, link_id=found.link.pk, told_at=found.told_at)
    with override(found.link.body.language):
        return plain_page(request, PAGE, {"state": "done" if request.method == "POST" else "ask"})
