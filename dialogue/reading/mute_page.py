"""The page that an e-mail leads to for being told no more of one thread: no signing in, and where no scripts
run, a button.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dialogue.reading.models import Attention
from dialogue.reading.mute_links import level_of, read
from dialogue.reading.subscriptions import set_attention, take_mute_back
from dialogue.threads.policies import Action, load_thread
from dialogue.threads.selectors import where_it_goes_on
from viche.kernel.actor import Actor
from viche.kernel.api.unlisted import unlisted
from viche.kernel.errors import DomainError
from viche.notifications.api.plain_pages import PRESSED_AT_ONCE, plain_page

PAGE = "dialogue/mute.html"
DO, BACK, SAID = "do", "back", "said"


@csrf_exempt  # the signature in the address is what permits it, whoever is signed in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Its one button mutes the thread, or takes that back; of a thread that its person sees no more nothing
    is told in any case, nor of any once the address has had its time.
    """
    found = read(token)
    if found is None:
        return _unknown(request)
    with override(found.person.language):
        if found.is_over:
            return plain_page(request, PAGE, {"state": "over", "thread": _page(found.thread_id)}, status=410)
        try:
            return _answer(request, found.person.pk, where_it_goes_on(found.thread_id))
        except DomainError:
            return _unknown(request)


def _answer(request: HttpRequest, person_id: UUID, thread_id: UUID) -> HttpResponse:
    """A reader's mail program posts in their place and is led nowhere else (RFC 8058); the page is led to
    itself, so that to load it again does nothing again. Raises NotFound.
    """
    actor = Actor.for_person(person_id)
    if request.method != "POST":
        load_thread(actor, thread_id, Action.FOLLOW)
        return _shown(request, person_id, thread_id)
    _press(actor, thread_id, request.POST.get(DO, ""))
    if DO in request.POST:
        return unlisted(HttpResponseRedirect(f"{request.path}?{SAID}", status=303))
    return _shown(request, person_id, thread_id)


def _press(actor: Actor, thread_id: UUID, step: str) -> None:
    if step == BACK:
        take_mute_back(actor=actor, thread_id=thread_id)
    else:
        set_attention(actor=actor, thread_id=thread_id, level=Attention.MUTED)


def _shown(request: HttpRequest, person_id: UUID, thread_id: UUID) -> HttpResponse:
    """How it stands; the button is pressed at once for who comes from the e-mail, never for who was here."""
    level, said = level_of(person_id, thread_id), SAID in request.GET
    state = "done" if level == Attention.MUTED else "back" if said else "ask"
    context = {"state": state, "level": level.label, "thread": _page(thread_id)}
    return plain_page(request, PAGE, context, script=PRESSED_AT_ONCE if state == "ask" else None)


def _page(thread_id: UUID) -> str:
    return f"/threads/{thread_id}"


def _unknown(request: HttpRequest) -> HttpResponse:
    return plain_page(request, PAGE, {"state": "unknown"}, status=404)
