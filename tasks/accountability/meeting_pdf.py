"""PDF sheet of a group's open action items, with blank lines for what a meeting agrees."""

from __future__ import annotations

from django.utils.translation import override, pgettext

from groups.models import InitiativeGroup
from tasks.accountability.public_selectors import list_open_group_wide_items
from tasks.export.columns import describe_place
from tasks.items.models import ActionItem
from viche.kernel.clock import today
from viche.kernel.pdf.report import (
    Block,
    Checklist,
    Fact,
    Facts,
    Group,
    Heading,
    Lines,
    Paragraph,
    Report,
    render_report,
)
from viche.kernel.text import format_short_day, translate_field

MAX_ITEMS = 200


def render_meeting_sheet(group: InitiativeGroup, language: str) -> bytes:
    """Return the PDF in `language`, most urgent items first."""
    items = list(list_open_group_wide_items(group)[: MAX_ITEMS + 1])
    with override(language):
        return render_report(build_sheet(group, items, language))


def build_sheet(group: InitiativeGroup, items: list[ActionItem], language: str) -> Report:
    """Return the sheet as blocks. Call it under `override(language)`."""
    name, zone = translate_field(group, "name", language), group.time_zone
    day = format_short_day(today(zone), zone)
    blocks: list[Block] = [_build_item(one, language) for one in items[:MAX_ITEMS]]
    if not items:
        blocks.append(Paragraph(pgettext("paper", "There are no open action items.")))
    if len(items) > MAX_ITEMS:
        more = pgettext("paper", "There are more: these are the first 200 by due day.")
        blocks.append(Paragraph(more, "quiet"))
    return Report(
        language=language,
        title=pgettext("paper", "Action item sheet: %(group)s") % {"group": name},
        lead=pgettext("paper", "As of %(day)s. Open action items that the whole group reads.") % {"day": day},
        footer=f"{name} · {day}",
        blocks=tuple(blocks),
    )


def _build_item(item: ActionItem, language: str) -> Group:
    sign = "№" if language == "uk" else "No."
    blocks: list[Block] = [
        Heading(f"{sign} {item.number}. {translate_field(item, 'title', language)}"),
        Facts((_describe_state(item), *_describe_facts(item, language))),
    ]
    if item.shown_criteria:
        blocks.append(Paragraph(pgettext("paper", "Counts as done when"), "strong"))
        blocks.append(Checklist(tuple(one.text for one in item.shown_criteria)))
    blocks += [Paragraph(pgettext("paper", "What we agreed"), "strong"), Lines(3)]
    return Group(tuple(blocks))


def _describe_state(item: ActionItem) -> Fact:
    late = item.is_overdue()
    words = [item.get_state_display(), *([pgettext("paper", "overdue")] if late else [])]
    return Fact(pgettext("paper", "State"), " · ".join(words), strong=late)


def _describe_facts(item: ActionItem, language: str) -> list[Fact]:
    verifier = item.verifier_organisation
    reason = item.state_remark.text if item.state_remark is not None else ""
    facts = [
        Fact(pgettext("paper", "Owner"), _describe_owner(item, language)),
        Fact(
            pgettext("paper", "Verifier"),
            translate_field(verifier, "name", language)
            if verifier
            else pgettext("paper", "another organisation of the group"),
        ),
        Fact(pgettext("paper", "Due date"), _describe_due_day(item)),
        Fact(pgettext("paper", "Reason"), reason),
        Fact(pgettext("paper", "Place"), describe_place(item)),
    ]
    return [one for one in facts if one.value]


def _describe_owner(item: ActionItem, language: str) -> str:
    names = [translate_field(item.owned_by, "name", language)]
    if item.owner is not None:
        names.append(translate_field(item.owner.person, "name", language))
    return ", ".join(names)


def _describe_due_day(item: ActionItem) -> str:
    zone = item.group.time_zone
    due = format_short_day(item.due_on, zone)
    if item.due_on == item.original_due_on:
        return due
    return pgettext("paper", "%(day)s (at first %(first)s)") % {
        "day": due,
        "first": format_short_day(item.original_due_on, zone),
    }
