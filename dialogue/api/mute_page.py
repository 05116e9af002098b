"""The page that an e-mail leads to for being told no more of one thread: no signing in, no JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dialogue.models import Attention
from dialogue.moved import where_it_goes_on
from dialogue.muting import read
from dialogue.services.attention import set_attention
from viche.kernel.actor import Actor
from viche.kernel.errors import DomainError
from viche.notifications.api.plain_pages import plain_page

PAGE = "dialogue/mute.html"


@csrf_exempt  # the signature in the address is what permits it, whoever is signed in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """One button; of a thread that its person sees no more nothing is told in any case."""
    found = read(token)
    if found is None:
        return plain_page(request, PAGE, {"state": "unknown"}, status=404)
    person, thread_id = found[0], where_it_goes_on(found[1])
    with override(person.language):
        if request.method != "POST":
            return plain_page(request, PAGE, {"state": "ask"})
        try:
            set_attention(actor=Actor.for_person(person.pk), thread_id=thread_id, level=Attention.MUTED)
        except DomainError:
            return plain_page(request, PAGE, {"state": "unknown"}, status=404)
        return plain_page(request, PAGE, {"state": "done", "thread": f"/threads/{thread_id}"})
