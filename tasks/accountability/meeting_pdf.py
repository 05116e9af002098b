"""The open action items of a group on paper, with lines for what is agreed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import override, pgettext

from groups.models import InitiativeGroup
from tasks.accountability.public_selectors import open_in_common
from tasks.export.tables import day_words, said, where
from tasks.items.models import ActionItem
from viche.kernel.clock import today
from viche.kernel.paper import set_paper

TEMPLATE = Path(__file__).with_name("meeting.typ")
MOST = 200


def meeting_sheet(group: InitiativeGroup, language: str) -> bytes:
    """A PDF in a language; the most urgent first."""
    items = list(open_in_common(group)[: MOST + 1])
    with override(language):
        return set_paper(TEMPLATE, sheet_of(group, items, language))


def sheet_of(group: InitiativeGroup, items: list[ActionItem], language: str) -> dict[str, Any]:
    """All words of the sheet. Call it under `override(language)`."""
    name, day = said(group, "name", language), day_words(today(group.time_zone), group.time_zone)
    return {
        "language": language,
        "title": pgettext("paper", "Action sheet: %(group)s") % {"group": name},
        "lead": pgettext("paper", "As of %(day)s. Open action items that the whole group reads.")
        % {"day": day},
        "footer": f"{name} · {day}",
        "items": [_item(one, language) for one in items[:MOST]],
        "more": pgettext("paper", "There are more: these are the first 200 by due day.")
        if len(items) > MOST
        else "",
        "words": {
            "state": pgettext("paper", "State"),
            "overdue": pgettext("paper", "overdue"),
            "criteria": pgettext("paper", "Counts as done when"),
            "agreed": pgettext("paper", "What we agreed"),
            "nothing": pgettext("paper", "There are no open action items."),
        },
    }


def _item(item: ActionItem, language: str) -> dict[str, Any]:
    return {
        "number": f"№ {item.number}" if language == "uk" else f"No. {item.number}",
        "title": said(item, "title", language),
        "state": str(item.get_state_display()),
        "late": item.is_overdue(),
        "facts": [{"name": name, "value": value} for name, value in _facts(item, language) if value],
        "criteria": [one.text for one in item.shown_criteria],
    }


def _facts(item: ActionItem, language: str) -> list[tuple[str, str]]:
    verifier = item.verifier_organisation
    reason = item.state_remark.text if item.state_remark is not None else ""
    return [
        (pgettext("paper", "Owner"), _owner(item, language)),
        (
            pgettext("paper", "Verifier"),
            said(verifier, "name", language)
            if verifier
            else pgettext("paper", "another organisation of the group"),
        ),
        (pgettext("paper", "Due day"), _due(item)),
        (pgettext("paper", "Reason"), reason),
        (pgettext("paper", "Place"), where(item)),
    ]


def _owner(item: ActionItem, language: str) -> str:
    names = [said(item.owned_by, "name", language)]
    if item.owner is not None:
        names.append(said(item.owner.person, "name", language))
    return ", ".join(names)


def _due(item: ActionItem) -> str:
    zone = item.group.time_zone
    due = day_words(item.due_on, zone)
    if item.due_on == item.original_due_on:
        return due
    return pgettext("paper", "%(day)s (at first %(first)s)") % {
        "day": due,
        "first": day_words(item.original_due_on, zone),
    }
