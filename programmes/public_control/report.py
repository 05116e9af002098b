"""The report of a public control, which an edition freezes. Who complained never stands in it."""

from __future__ import annotations

from django.utils.translation import npgettext, pgettext

from programmes.kit.dossiers.models import Dossier
from programmes.kit.forms.report import build_form
from programmes.kit.forms.selectors import list_submissions
from programmes.kit.report_blocks import build_findings, build_participants
from programmes.kit.rules import RulePack, get_rule_pack
from programmes.public_control.models import Control, Mechanism, Reply, ReplyKind, ReplyWay
from programmes.public_control.rules import get_reply_term
from programmes.public_control.selectors import list_replies, select_standing
from programmes.recommendations.models import Recommendation
from programmes.recommendations.report import Words, find_unpublished
from programmes.recommendations.states import RESPONSE
from viche.kernel.pdf.report import (
    Block,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Report,
    Signature,
    Signatures,
    Table,
)
from viche.kernel.text import format_short_day, translate_field, translate_text

ANSWERS = {one.name: one.label for one in RESPONSE.states}


def build_report(dossier: Dossier, language: str, for_public: bool) -> Report:
    """Return what was controlled, found and answered. Called under `override(language)`."""
    title = translate_field(dossier, "title", language)
    control = Control.objects.select_related("authority", "outside_body", "mandate_letter")
    blocks = [
        *_build_facts(control.get(dossier=dossier), dossier, language),
        *build_participants(dossier, language, for_public=for_public),
        *build_findings(dossier, language, for_public=for_public),
        *_build_forms(dossier, language, for_public=for_public),
        *_build_recommendations(dossier, language, for_public=for_public),
        *_build_replies(dossier, for_public=for_public),
        *([] if for_public else _build_signatures(dossier, language)),
    ]
    return Report(language, title, pgettext("report", "Public control"), title, tuple(blocks))


def _build_facts(control: Control, dossier: Dossier, language: str) -> list[Block]:
    zone, letter = dossier.group.time_zone, control.mandate_letter
    announced = pgettext("report", "Announced") if control.announced else pgettext("report", "Not announced")
    rows = [
        Fact(
            pgettext("report", "Authority"),
            translate_field(control.authority_or_body, "name", language),
            True,
        ),
        Fact(pgettext("report", "Mechanism"), f"{Mechanism(control.mechanism).label}. {announced}"),
        Fact(pgettext("report", "Place"), control.place),
        Fact(pgettext("report", "Conducted on"), format_short_day(control.conducted_on, zone)),
        Fact(pgettext("report", "Mandate"), _name_letter(letter.number) if letter is not None else ""),
        Fact(pgettext("report", "Time for a reply"), _describe_term(control)),
        Fact(pgettext("report", "Reply due on"), format_short_day(control.reply_due_on, zone)),
    ]
    facts: list[Block] = [Facts(tuple(one for one in rows if one.value))]
    return [*facts, Paragraph(translate_text(_get_pack(control).label, language), "quiet")]


def _get_pack(control: Control) -> RulePack:
    """Return the rules by which the days for a reply were counted, or will be once the report is sent."""
    return get_rule_pack(control.rule_pack) if control.rule_pack else get_rule_pack()


def _describe_term(control: Control) -> str:
    term = get_reply_term(_get_pack(control), control.mechanism)
    if term.counted == "working":
        words = npgettext("report", "%(days)d working day", "%(days)d working days", term.days)
    else:
        words = npgettext("report", "%(days)d calendar day", "%(days)d calendar days", term.days)
    return words % {"days": term.days}


def _name_letter(number: int) -> str:
    return pgettext("report", "Evidence no. %(number)d") % {"number": number}


def _build_forms(dossier: Dossier, language: str, *, for_public: bool) -> list[Block]:
    """Return the forms that were completed."""
    completed = list_submissions(dossier).filter(completed_at__isnull=False)
    return [block for one in completed for block in build_form(one, language, for_public=for_public)]


def _build_recommendations(dossier: Dossier, language: str, *, for_public: bool) -> list[Block]:
    """Return the recommendations as a table, without a heading when there are none.

    Before the report is sent they are drafts, which the public does not see; nor does it see what follows
    from a finding that may not be published.
    """
    found = Recommendation.objects.filter(dossier=dossier, superseded_by=None)
    shown = Recommendation.objects.issued().filter(dossier=dossier) if for_public else found
    words = Words(language, for_public, find_unpublished(dossier), dossier.group.time_zone)
    rows = tuple(
        (
            words.say(one, translate_field(one, "title", language)),
            translate_field(one.addressed_to, "name", language),
            str(ANSWERS[one.response]) if one.is_issued else pgettext("report", "Proposed"),
        )
        for one in shown.select_related("addressee_organisation", "outside_body").order_by("id")
    )
    head = (
        pgettext("report", "Recommendation"),
        pgettext("report", "Addressee"),
        pgettext("report", "Answer"),
    )
    title = Heading(pgettext("report", "Recommendations"))
    return [title, Table(head, rows, widths=(3, 2, 2))] if rows else []


def _build_replies(dossier: Dossier, *, for_public: bool) -> list[Block]:
    """Return what the authority replied; for the public without its words, in which people may be named."""
    blocks: list[Block] = []
    for one in select_standing(list(list_replies(dossier))):
        blocks.append(Facts((_describe_reply(one, dossier.group.time_zone),)))
        if one.text and not for_public:
            blocks.append(Paragraph(one.text))
    return [Heading(pgettext("report", "Reply of the authority")), *blocks] if blocks else []


def _describe_reply(reply: Reply, zone: str) -> Fact:
    told = [str(ReplyKind(reply.kind).label)]
    if reply.way:
        told.append(str(ReplyWay(reply.way).label))
    if reply.kind != ReplyKind.SILENT:
        told.append(pgettext("report", "in time") if reply.in_time else pgettext("report", "late"))
    return Fact(format_short_day(reply.received_on, zone), ", ".join(told))


def _build_signatures(dossier: Dossier, language: str) -> list[Block]:
    lead = dossier.lead
    place = translate_field(lead.organisation, "name", language)
    return [Signatures((Signature(translate_field(lead.person, "name", language), place),))]
