"""Page that a mute link in an e-mail opens: no session, and a button where scripts are off."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dialogue.reading.models import Attention
from dialogue.reading.mute_links import level_of, read_mute_token
from dialogue.reading.subscriptions import set_notification_level, unmute_thread
from dialogue.threads.policies import Action, load_thread
from dialogue.threads.selectors import resolve_merged_thread
from viche.kernel.actor import Actor
from viche.kernel.api.noindex import mark_noindex
from viche.kernel.errors import DomainError
from viche.notifications.api.plain_pages import AUTO_SUBMIT_SCRIPT, render_plain_page

TEMPLATE = "dialogue/mute.html"
STEP_FIELD, UNMUTE_STEP, DONE_PARAMETER = "do", "back", "said"


@csrf_exempt  # the signature in the URL authorises the request, whatever session there is
@require_http_methods(["GET", "HEAD", "POST"])
def show_mute_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page whose one button mutes the thread or undoes that.

    It shows nothing about a thread that the person may no longer see, and nothing about any thread once the
    link has expired.
    """
    found = read_mute_token(token)
    if found is None:
        return _render_unknown(request)
    with override(found.person.language):
        if found.is_over:
            return render_plain_page(
                request, TEMPLATE, {"state": "over", "thread": _thread_path(found.thread_id)}, status=410
            )
        try:
            return _handle_request(request, found.person.pk, resolve_merged_thread(found.thread_id))
        except DomainError:
            return _render_unknown(request)


def _handle_request(request: HttpRequest, person_id: UUID, thread_id: UUID) -> HttpResponse:
    """Mute or unmute on POST, else show the page. Raises NotFound.

    A mail program that posts for its reader gets no redirect (RFC 8058). A browser is redirected to the page,
    so that a reload does not post again.
    """
    actor = Actor.for_person(person_id)
    if request.method != "POST":
        load_thread(actor, thread_id, Action.FOLLOW)
        return _render_state(request, person_id, thread_id)
    _apply_step(actor, thread_id, request.POST.get(STEP_FIELD, ""))
    if STEP_FIELD in request.POST:
        return mark_noindex(HttpResponseRedirect(f"{request.path}?{DONE_PARAMETER}", status=303))
    return _render_state(request, person_id, thread_id)


def _apply_step(actor: Actor, thread_id: UUID, step: str) -> None:
    if step == UNMUTE_STEP:
        unmute_thread(actor=actor, thread_id=thread_id)
    else:
        set_notification_level(actor=actor, thread_id=thread_id, level=Attention.MUTED)


def _render_state(request: HttpRequest, person_id: UUID, thread_id: UUID) -> HttpResponse:
    """Render the current state.

    A script presses the button at once for a reader who comes from the e-mail, never for one who has already
    pressed it.
    """
    level, said = level_of(person_id, thread_id), DONE_PARAMETER in request.GET
    state = "done" if level == Attention.MUTED else "back" if said else "ask"
    context = {"state": state, "level": level.label, "thread": _thread_path(thread_id)}
    return render_plain_page(
        request, TEMPLATE, context, script=AUTO_SUBMIT_SCRIPT if state == "ask" else None
    )


def _thread_path(thread_id: UUID) -> str:
    return f"/threads/{thread_id}"


def _render_unknown(request: HttpRequest) -> HttpResponse:
    return render_plain_page(request, TEMPLATE, {"state": "unknown"}, status=404)
