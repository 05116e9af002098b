"""The page that an e-mail leads to for getting no more of its kind: no signing in, no JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from viche.kernel.actor import Actor
from viche.notifications.api.plain_pages import plain_page
from viche.notifications.services.choosing import unsubscribe
from viche.notifications.unsubscribing import read

ACTOR = Actor.for_system("notifications.unsubscribe")
PAGE = "notifications/unsubscribe.html"


@csrf_exempt  # the signature in the address is what permits it, whoever is signed in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it, or the reader's mail program in its place, switches the topics off."""
    found = read(token)
    if found is None:
        return plain_page(request, PAGE, {"state": "unknown"}, status=404)
    person, topics = found
    if request.method == "POST":
        unsubscribe(actor=ACTOR, person_id=person.pk, topics=topics)
    with override(person.language):
        return plain_page(
            request, PAGE, {"state": "done" if request.method == "POST" else "ask", "topics": topics}
        )
