"""The unsubscribe page linked from e-mails: no sign-in, no JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from viche.kernel.actor import Actor
from viche.notifications.api.plain_pages import render_plain_page
from viche.notifications.services.preferences import unsubscribe
from viche.notifications.unsubscribe_links import parse_unsubscribe_token

ACTOR = Actor.for_system("notifications.unsubscribe")
PAGE = "notifications/unsubscribe.html"


@csrf_exempt  # the signature in the address is the authorisation, whoever is signed in
@require_http_methods(["GET", "HEAD", "POST"])
def handle_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; its POST, or that of the reader's mail program, switches the topics off."""
    found = parse_unsubscribe_token(token)
    if found is None:
        return render_plain_page(request, PAGE, {"state": "unknown"}, status=404)
    person, topics = found
    if request.method == "POST":
        unsubscribe(actor=ACTOR, person_id=person.pk, topics=topics)
    with override(person.language):
        return render_plain_page(
            request, PAGE, {"state": "done" if request.method == "POST" else "ask", "topics": topics}
        )
