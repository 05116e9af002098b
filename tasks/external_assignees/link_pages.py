"""The page of a link: an owner without an account reads what is asked and answers, without JavaScript.

Whatever opens nothing looks the same: unknown, expired, revoked and used up.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from groups.common.texts import local
from tasks.evidence.models import EvidenceKind
from tasks.evidence.services import add_evidence
from tasks.export.tables import where
from tasks.external_assignees.emails import STEPS_BY_LINK, link_of
from tasks.external_assignees.link_services import note_link_used
from tasks.external_assignees.models import ActionLink
from tasks.items.models import ActionItem
from tasks.items.policies import allowed
from tasks.items.selectors import get_item_for
from tasks.lifecycle.services.progress import report_progress
from tasks.lifecycle.services.transition import move_action_item
from viche.accounts.models import Language
from viche.accounts.services.attempts import take_attempt
from viche.files.inspection.inspect import LARGEST
from viche.files.services.uploads import upload_file
from viche.kernel.actor import Actor
from viche.kernel.api.limits import wait_for_page
from viche.kernel.api.unlisted import unlisted
from viche.kernel.errors import DomainError, NotFound, Stale, outcome_of
from viche.kernel.events import unit

ACTOR = Actor.for_system("tasks.links")
ENVELOPE = 64 * 1024  # bytes of the form around a file
WELL_SENT = ("same-origin", "none", "")


@csrf_exempt  # nothing rides on a cookie: whoever sends this knows the secret in the address
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, and what its owner can do now; a POST does it and leads back here."""
    language = _language(request)
    wait = wait_for_page(request)
    link = link_of(token) if wait is None else None
    if link is not None:
        # It may be revoked, or end, between here and the item.
        with suppress(NotFound), override(language or link.body.language):
            if request.method == "POST":
                return _answered(request, link)
            return _shown(request, link, said=request.GET.get("said", ""))
    with override(language or Language.UKRAINIAN):
        return _nothing(request, wait)


def _language(request: HttpRequest) -> str | None:
    asked = request.GET.get("lang", "")
    return asked if asked in Language.values else None


# ---- what is done ------------------------------------------------------------------------------------------

Form = Mapping[str, Any]


def _answered(request: HttpRequest, link: ActionLink) -> HttpResponse:
    """One step. What is refused is told beside the forms; what is done leads back to the page by GET. Raises
    NotFound where the link opens nothing any more.
    """
    if request.headers.get("Sec-Fetch-Site", "") not in WELL_SENT:
        return _nothing(request, None)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ENVELOPE:
        return _shown(request, link, fault=_("A file may have up to 20 MB."), status=413)
    actor, step = Actor.for_link(link.pk), request.POST.get("step", "")
    try:
        take_attempt(actor=ACTOR, counters=[STEPS_BY_LINK.of(str(link.pk))])
        with unit():
            STEPS.get(step, _move)(actor, link, request)
            note_link_used(actor=ACTOR, link_id=link.pk)
    except NotFound:
        raise
    except Stale:
        changed = _("Something has changed meanwhile. Look again.")
        return _shown(request, link, fault=changed, typed=request.POST, status=409)
    except DomainError as refused:
        status = outcome_of(refused).status
        return _shown(request, link, fault=_said(refused), typed=request.POST, status=status)
    return unlisted(HttpResponseRedirect(f"{request.path}?said={step}&lang={get_language()}", status=303))


def _move(actor: Actor, link: ActionLink, request: HttpRequest) -> None:
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise Stale
    move_action_item(
        actor=actor,
        action_id=link.action_id,
        to=request.POST.get("step", ""),
        expected_version=int(version),
        reason=request.POST.get("reason", ""),
    )


def _report(actor: Actor, link: ActionLink, request: HttpRequest) -> None:
    report_progress(actor=actor, action_id=link.action_id, text=request.POST.get("text", ""))


def _prove(actor: Actor, link: ActionLink, request: HttpRequest) -> None:
    """A file, an address or words, whichever is there."""
    file, url = request.FILES.get("file"), request.POST.get("url", "")
    stored = upload_file(actor=actor, content=file) if isinstance(file, UploadedFile) else None
    kinds = [(stored, EvidenceKind.FILE), (url.strip(), EvidenceKind.LINK)]
    add_evidence(
        actor=actor,
        action_id=link.action_id,
        kind=next((kind for given, kind in kinds if given), EvidenceKind.INDICATOR),
        title=request.POST.get("title", ""),
        note=request.POST.get("note", ""),
        url=url,
        file_id=stored.pk if stored is not None else None,
    )


STEPS: dict[str, Callable[[Actor, ActionLink, HttpRequest], None]] = {
    "progress": _report,
    "evidence": _prove,
}


def _said(refused: DomainError) -> str:
    return " ".join(str(one.message) for one in refused.errors) or str(refused.text)


# ---- what is shown -----------------------------------------------------------------------------------------


def _shown(
    request: HttpRequest,
    link: ActionLink,
    *,
    said: str = "",
    fault: str = "",
    typed: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Only what its owner needs: nothing of threads, of other evidence or of members but who asked them.

    `typed`: what was refused, so that nobody types it twice.
    """
    actor = Actor.for_link(link.pk)
    item, stance = get_item_for(actor, link.action_id)
    open_now = allowed(actor, item, stance.parts(item))
    context = {
        "item": item,
        "title": local(item, "title"),
        "asks": _("%(group)s asks %(body)s")
        % {"group": local(item.group, "name"), "body": local(link.body, "name")},
        "where": where(item),
        "criteria": [one.text for one in item.shown_criteria],
        "evidence": item.evidence_count,
        "open": {name: True for name in open_now if name != "complete" or item.evidence_count},
        "waits_for_evidence": "complete" in open_now and not item.evidence_count,
        "contact": _contact(link, item),
        "said": _thanks(item).get(said, ""),
        "fault": fault,
        "typed": typed or {},
    }
    return _page(request, "tasks/link.html", context, status)


def _contact(link: ActionLink, item: ActionItem) -> dict[str, str]:
    """Who asked, and how their organisation is reached; the group where a reminder brought the link."""
    through = link.made_through
    if through is None:
        return {"name": local(link.made_by or item.group, "name")}
    return {
        "name": local(link.made_by, "name"),
        "organisation": local(through.organisation, "name"),
        "phone": through.organisation.phone,
        "email": through.organisation.email,
    }


def _thanks(item: ActionItem) -> dict[str, str]:
    return {
        "accepted": _("Thank you: you have taken it on."),
        "declined": _("You have declined. Who asked you reads why."),
        "in_progress": _("Written down: the work goes on."),
        "progress": _("Thank you: the group reads how it goes."),
        "evidence": _("Added: the group sees it."),
        "done": _("Thank you. Another organisation checks it now."),
    }


def _nothing(request: HttpRequest, wait: float | None) -> HttpResponse:
    response = _page(request, "tasks/no_link.html", {"busy": wait is not None}, 404 if wait is None else 429)
    if wait is not None:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    nonce = secrets.token_urlsafe(16)
    response = render(request, template, {**context, "nonce": nonce}, status=status)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'none'"
    response["Content-Security-Policy"] = f"{policy}; base-uri 'none'"
    return unlisted(response)
