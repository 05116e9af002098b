"""Page of a guest link, without JavaScript: an owner without an account reads and answers.

Every link that opens nothing looks the same: unknown, expired, revoked or of an ended item.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from groups.models import InitiativeGroup
from tasks.evidence.models import Evidence, EvidenceKind, present_evidence_q
from tasks.evidence.policies import EvidenceAction, EvidencePolicy
from tasks.evidence.removal import withdraw_evidence
from tasks.evidence.services import add_evidence
from tasks.export.columns import describe_place
from tasks.external_assignees.emails import STEPS_BY_LINK, find_link
from tasks.external_assignees.link_services import note_link_used
from tasks.external_assignees.models import ActionLink
from tasks.external_assignees.subjects import SUBJECTS, LinkPage, LinkSubject, find_group_of_link
from tasks.items.models import ActionItem
from tasks.items.policies import list_allowed_actions
from tasks.items.selectors import get_item_for
from tasks.lifecycle.services.progress import report_progress
from tasks.lifecycle.services.transition import transition_action_item
from viche.accounts.models import Language
from viche.accounts.services.attempts import take_attempt
from viche.files.inspection.inspect import MAX_FILE_SIZE
from viche.files.services.uploads import upload_file
from viche.kernel.actor import Actor
from viche.kernel.api.limits import get_page_retry_after
from viche.kernel.api.noindex import mark_noindex
from viche.kernel.disclosure import PersonalData
from viche.kernel.errors import DomainError, NotFound, Stale, outcome_of
from viche.kernel.events import open_unit_of_work
from viche.kernel.text import translate_field

ACTOR = Actor.for_system("tasks.links")
MAX_FORM_OVERHEAD_BYTES = 64 * 1024  # bytes of the form around a file
ALLOWED_FETCH_SITES = ("same-origin", "none", "")


@csrf_exempt  # no cookie is used: the sender knows the secret in the URL
@require_http_methods(["GET", "HEAD", "POST"])
def show_link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the item and what its owner can do now; a POST takes a step and redirects back here."""
    language = _requested_language(request)
    wait = get_page_retry_after(request)
    link = find_link(token) if wait is None else None
    if link is not None:
        # The link may be revoked or expire before the item is loaded.
        with suppress(NotFound), override(language or link.body.language):
            if request.method == "POST":
                return _handle_step(request, link)
            return _render_subject(request, link, said=request.GET.get("said", ""))
    with override(language or get_language()):
        return _render_no_link(request, wait)


def _requested_language(request: HttpRequest) -> str | None:
    asked = request.GET.get("lang", "")
    return asked if asked in Language.values else None


# ---- what is done ------------------------------------------------------------------------------------------

Form = Mapping[str, Any]


def _handle_step(request: HttpRequest, link: ActionLink) -> HttpResponse:
    """Take one step. A refusal is shown beside the forms; success redirects to the page.

    Raises NotFound when the link no longer opens anything.
    """
    if request.headers.get("Sec-Fetch-Site", "") not in ALLOWED_FETCH_SITES:
        return _render_no_link(request, None)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FILE_SIZE + MAX_FORM_OVERHEAD_BYTES:
        return _render_subject(request, link, fault=_("A file may have up to 20 MB."), status=413)
    actor, step = Actor.for_link(link.pk), request.POST.get("step", "")
    try:
        take_attempt(actor=ACTOR, counters=[STEPS_BY_LINK.of(str(link.pk))])
        with open_unit_of_work():
            _subject_of(link).take_step(actor, link, request)
            note_link_used(actor=ACTOR, link_id=link.pk)
    except NotFound:
        raise
    except Stale:
        changed = _("Something has changed meanwhile. Look again.")
        return _render_subject(request, link, fault=changed, typed=request.POST, status=409)
    except DomainError as refused:
        status = outcome_of(refused).status
        return _render_subject(request, link, fault=_error_text(refused), typed=request.POST, status=status)
    return mark_noindex(HttpResponseRedirect(f"{request.path}?said={step}&lang={get_language()}", status=303))


def read_version(request: HttpRequest) -> int:
    """Return the version that a form was made for. Raises Stale when it is none."""
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise Stale
    return int(version)


def _take_step(actor: Actor, link: ActionLink, request: HttpRequest) -> None:
    STEPS.get(request.POST.get("step", ""), _transition)(actor, _item_id_of(link), request)


def _item_id_of(link: ActionLink) -> UUID:
    if link.action_id is None:
        raise NotFound
    return link.action_id


def _transition(actor: Actor, item_id: UUID, request: HttpRequest) -> None:
    transition_action_item(
        actor=actor,
        action_id=item_id,
        to=request.POST.get("step", ""),
        expected_version=read_version(request),
        reason=request.POST.get("reason", ""),
    )


def _report(actor: Actor, item_id: UUID, request: HttpRequest) -> None:
    report_progress(actor=actor, action_id=item_id, text=request.POST.get("text", ""))


def _add_evidence(actor: Actor, item_id: UUID, request: HttpRequest) -> None:
    """Add evidence: a file, an address or a text, whichever is given."""
    file, url = request.FILES.get("file"), request.POST.get("url", "")
    stored = upload_file(actor=actor, content=file) if isinstance(file, UploadedFile) else None
    kinds = [(stored, EvidenceKind.FILE), (url.strip(), EvidenceKind.LINK)]
    add_evidence(
        actor=actor,
        action_id=item_id,
        kind=next((kind for given, kind in kinds if given), EvidenceKind.INDICATOR),
        title=request.POST.get("title", ""),
        note=request.POST.get("note", ""),
        url=url,
        file_id=stored.pk if stored is not None else None,
    )


def _withdraw_evidence(actor: Actor, _item_id: UUID, request: HttpRequest) -> None:
    try:
        evidence_id = UUID(request.POST.get("evidence", ""))
    except ValueError as error:
        raise Stale from error
    withdraw_evidence(actor=actor, evidence_id=evidence_id)


STEPS: dict[str, Callable[[Actor, UUID, HttpRequest], None]] = {
    "progress": _report,
    "evidence": _add_evidence,
    "evidence_withdrawn": _withdraw_evidence,
}


def _error_text(refused: DomainError) -> str:
    messages = [one.message for one in refused.errors]
    if not messages or isinstance(refused, PersonalData):
        messages.append(refused.text)
    return " ".join(map(str, messages))


# ---- what is shown -----------------------------------------------------------------------------------------


def _render_subject(
    request: HttpRequest,
    link: ActionLink,
    *,
    said: str = "",
    fault: str = "",
    typed: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render what a link is about. `typed` refills the form after a refusal."""
    page = _subject_of(link).build_page(Actor.for_link(link.pk), link)
    context = {
        **page.context,
        "asks": _("%(group)s asks %(body)s")
        % {"group": translate_field(page.group, "name"), "body": translate_field(link.body, "name")},
        "contact": _contact_of(link, page.group),
        "said": page.confirmations.get(said, ""),
        "fault": fault,
        "typed": typed or {},
    }
    return _render_page(request, page.template, context, status)


def _build_item_page(actor: Actor, link: ActionLink) -> LinkPage:
    """Build only what the owner needs: no threads, no evidence of others, no other members."""
    item, stance = get_item_for(actor, _item_id_of(link))
    open_now = list_allowed_actions(actor, item, stance.parts(item))
    context = {
        "item": item,
        "title": translate_field(item, "title"),
        "where": describe_place(item),
        "criteria": [one.text for one in item.shown_criteria],
        "evidence": item.evidence_count,
        "withdrawable": _list_withdrawable_evidence(actor, item),
        "open": {name: True for name in open_now if name != "complete" or item.evidence_count},
        "waits_for_evidence": "complete" in open_now and not item.evidence_count,
    }
    return LinkPage("tasks/link.html", item.group, context, _list_confirmations())


def _subject_of(link: ActionLink) -> LinkSubject:
    return SUBJECTS[link.subject_kind] if link.subject_kind else ITEMS


def _list_withdrawable_evidence(actor: Actor, item: ActionItem) -> list[Evidence]:
    """Return the evidence that was added by this link and may still be withdrawn."""
    own = item.evidence.filter(present_evidence_q(), link=actor.link_id).order_by("number")
    return [row for row in own if EvidencePolicy().can(actor, EvidenceAction.WITHDRAW, row)]


def _contact_of(link: ActionLink, group: InitiativeGroup) -> dict[str, str]:
    """Return the contact of the person who asked; the group where a reminder created the link."""
    through = link.made_through
    if through is None:
        return {"name": translate_field(link.made_by or group, "name")}
    return {
        "name": translate_field(link.made_by, "name"),
        "organisation": translate_field(through.organisation, "name"),
        "phone": through.organisation.phone,
        "email": through.organisation.email,
    }


def _list_confirmations() -> dict[str, str]:
    return {
        "accepted": _("Thank you: you have taken it on."),
        "declined": _("You have declined. Who asked you reads why."),
        "in_progress": _("Recorded: work continues."),
        "progress": _("Thank you: the group reads how it goes."),
        "evidence": _("Added: the group sees it."),
        "evidence_withdrawn": _("Withdrawn: no one can see it any more."),
        "done": _("Thank you. Another organisation checks it now."),
        "completion_withdrawn": _("Written down: it is not done yet."),
    }


ITEMS = LinkSubject(find_group_of_link, _build_item_page, _take_step)


def _render_no_link(request: HttpRequest, wait: float | None) -> HttpResponse:
    response = _render_page(
        request, "tasks/no_link.html", {"busy": wait is not None}, 404 if wait is None else 429
    )
    if wait is not None:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _render_page(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    nonce = secrets.token_urlsafe(16)
    response = render(request, template, {**context, "nonce": nonce}, status=status)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'none'"
    response["Content-Security-Policy"] = f"{policy}; base-uri 'none'"
    return mark_noindex(response)
