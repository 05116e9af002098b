"""PDF sheet of a group's open action items, with blank lines for what a meeting agrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import override, pgettext

from groups.models import InitiativeGroup
from tasks.accountability.public_selectors import list_open_group_wide_items
from tasks.export.tables import describe_place, format_day
from tasks.items.models import ActionItem
from viche.kernel.clock import today
from viche.kernel.paper import render_pdf
from viche.kernel.text import translate_field

TEMPLATE = Path(__file__).with_name("meeting.typ")
MAX_ITEMS = 200


def render_meeting_sheet(group: InitiativeGroup, language: str) -> bytes:
    """Return the PDF in `language`, most urgent items first."""
    items = list(list_open_group_wide_items(group)[: MAX_ITEMS + 1])
    with override(language):
        return render_pdf(TEMPLATE, build_sheet(group, items, language))


def build_sheet(group: InitiativeGroup, items: list[ActionItem], language: str) -> dict[str, Any]:
    """Return the template data of the sheet. Call it under `override(language)`."""
    name, day = translate_field(group, "name", language), format_day(today(group.time_zone), group.time_zone)
    return {
        "language": language,
        "title": pgettext("paper", "Action item sheet: %(group)s") % {"group": name},
        "lead": pgettext("paper", "As of %(day)s. Open action items that the whole group reads.")
        % {"day": day},
        "footer": f"{name} · {day}",
        "items": [_build_item(one, language) for one in items[:MAX_ITEMS]],
        "more": pgettext("paper", "There are more: these are the first 200 by due day.")
        if len(items) > MAX_ITEMS
        else "",
        "words": {
            "state": pgettext("paper", "State"),
            "overdue": pgettext("paper", "overdue"),
            "criteria": pgettext("paper", "Counts as done when"),
            "agreed": pgettext("paper", "What we agreed"),
            "nothing": pgettext("paper", "There are no open action items."),
        },
    }


def _build_item(item: ActionItem, language: str) -> dict[str, Any]:
    return {
        "number": f"№ {item.number}" if language == "uk" else f"No. {item.number}",
        "title": translate_field(item, "title", language),
        "state": str(item.get_state_display()),
        "late": item.is_overdue(),
        "facts": [{"name": name, "value": value} for name, value in _describe_facts(item, language) if value],
        "criteria": [one.text for one in item.shown_criteria],
    }


def _describe_facts(item: ActionItem, language: str) -> list[tuple[str, str]]:
    verifier = item.verifier_organisation
    reason = item.state_remark.text if item.state_remark is not None else ""
    return [
        (pgettext("paper", "Owner"), _describe_owner(item, language)),
        (
            pgettext("paper", "Verifier"),
            translate_field(verifier, "name", language)
            if verifier
            else pgettext("paper", "another organisation of the group"),
        ),
        (pgettext("paper", "Due date"), _describe_due_day(item)),
        (pgettext("paper", "Reason"), reason),
        (pgettext("paper", "Place"), describe_place(item)),
    ]


def _describe_owner(item: ActionItem, language: str) -> str:
    names = [translate_field(item.owned_by, "name", language)]
    if item.owner is not None:
        names.append(translate_field(item.owner.person, "name", language))
    return ", ".join(names)


def _describe_due_day(item: ActionItem) -> str:
    zone = item.group.time_zone
    due = format_day(item.due_on, zone)
    if item.due_on == item.original_due_on:
        return due
    return pgettext("paper", "%(day)s (at first %(first)s)") % {
        "day": due,
        "first": format_day(item.original_due_on, zone),
    }
