"""How a group kept its word in a year, on paper: the figures of its page, and the action items behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import override, pgettext

from groups.models import InitiativeGroup
from tasks.accountability.definitions import MEANINGS, FigureName
from tasks.accountability.public_selectors import dropped_in_common, proved_in_common
from tasks.accountability.selectors import Accountability, Kept, Period, Tally, account_in_common
from tasks.export.tables import day_words, said
from tasks.items.models import ActionItem
from tasks.items.states import State
from viche.kernel.paper import set_paper

TEMPLATE = Path(__file__).with_name("year.typ")
MOST = 300


def year_report(group: InitiativeGroup, year: int, language: str) -> bytes:
    """A PDF in a language, of what the whole group reads."""
    period = Period(date(year, 1, 1), date(year, 12, 31))
    account = account_in_common(group, period)
    proved = list(proved_in_common(group, period)[: MOST + 1])
    dropped = list(dropped_in_common(group, period)[: MOST + 1])
    with override(language):
        return set_paper(TEMPLATE, report_of(account, proved, dropped, language))


def report_of(
    account: Accountability, proved: list[ActionItem], dropped: list[ActionItem], language: str
) -> dict[str, Any]:
    """All words of the report. Call it under `override(language)`."""
    group, days = account.group, account.period
    name, day = said(group, "name", language), day_words(account.day, group.time_zone)
    return {
        "language": language,
        "title": pgettext("paper", "How we kept our word in %(year)s") % {"year": days.first.year},
        "lead": pgettext(
            "paper", "%(group)s. As of %(day)s. Counted of the action items that the whole group reads."
        )
        % {"group": name, "day": day},
        "footer": f"{name} · {days.first.year}",
        "parts": [
            _states(account),
            _punctuality(account),
            _speed(account, language),
            _owners(account, language),
            _months(account),
            _proved(proved, language),
            _dropped(dropped, language),
        ],
    }


def _part(
    title: str, of: Sequence[FigureName], head: Sequence[str], rows: Sequence[Sequence[str]], **more: Any
) -> dict[str, Any]:
    meanings = [MEANINGS[name]() for name in of]
    facts = {"words": False, "after": "", **more}
    return {"title": title, "meanings": meanings, "head": head, "rows": rows, **facts}


def _states(account: Accountability) -> dict[str, Any]:
    total = account.total
    rows = [
        [pgettext("paper", "All"), str(total.total)],
        *([str(State(name).label), str(count)] for name, count in account.states.items() if count),
        [pgettext("paper", "Overdue by the present due day"), str(total.late)],
        [pgettext("paper", "Overdue by the first due day"), str(total.late_at_first)],
    ]
    return _part(
        pgettext("paper", "What we worked on"),
        ["worked_on", "late"],
        [pgettext("paper", "State"), pgettext("paper", "Number")],
        rows,
    )


def _punctuality(account: Accountability) -> dict[str, Any]:
    rows = [
        [pgettext("paper", "By the present due day"), _share(account.kept)],
        [pgettext("paper", "By the first due day"), _share(account.kept_at_first)],
    ]
    return _part(
        pgettext("paper", "On time"),
        ["kept"],
        [pgettext("paper", "Measured"), pgettext("paper", "Share")],
        rows,
    )


def _share(kept: Kept) -> str:
    if not kept.due:
        return "—"
    share = f"{100 * kept.kept / kept.due:.0f} %"
    return pgettext("paper", "%(share)s (%(kept)d of %(due)d)") % {
        "share": share,
        "kept": kept.kept,
        "due": kept.due,
    }


def _speed(account: Accountability, language: str) -> dict[str, Any]:
    median = account.lead.median
    days = "—" if median is None else f"{median:g}".replace(".", "," if language == "uk" else ".")
    rows = [
        [pgettext("paper", "Verified"), str(account.lead.count)],
        [pgettext("paper", "Median, days"), days],
    ]
    return _part(
        pgettext("paper", "How fast"),
        ["lead"],
        [pgettext("paper", "Measured"), pgettext("paper", "Number")],
        rows,
    )


def _owners(account: Accountability, language: str) -> dict[str, Any]:
    rows = []
    for sector, tally in account.sectors:
        rows.append(_tally(str(sector.label), tally))
        for one in account.owners:
            if one.by.sector == sector:
                rows.append(_tally(f"— {said(one.by, 'name', language)}", one.owns))
                if one.shares.total:
                    rows.append(_tally(f"— — {pgettext('paper', 'as a co-owner')}", one.shares))
    head = [
        pgettext("paper", "Sector, organisation"),
        pgettext("paper", "All"),
        pgettext("paper", "Open"),
        pgettext("paper", "Overdue"),
        pgettext("paper", "Verified"),
    ]
    return _part(pgettext("paper", "By sector and organisation"), ["owners"], head, rows)


def _tally(name: str, tally: Tally) -> list[str]:
    return [name, *(str(one) for one in (tally.total, tally.open, tally.late, tally.proved))]


def _months(account: Accountability) -> dict[str, Any]:
    rows = [[one.days.first.strftime("%m.%Y"), str(one.made), str(one.verified)] for one in account.months]
    return _part(
        pgettext("paper", "Month by month"),
        ["trend"],
        [pgettext("paper", "Month"), pgettext("paper", "Made"), pgettext("paper", "Verified")],
        rows,
    )


def _proved(items: list[ActionItem], language: str) -> dict[str, Any]:
    rows = [
        [_title(one, language), said(one.owned_by, "short_name", language), _verified(one, language)]
        for one in items[:MOST]
    ]
    head = [pgettext("paper", "Action item"), pgettext("paper", "Owner"), pgettext("paper", "Verified")]
    return _part(
        pgettext("paper", "What was verified"), ["proved"], head, rows, words=True, after=_more(items)
    )


def _verified(item: ActionItem, language: str) -> str:
    day = day_words(item.verified_at, item.group.time_zone)
    return f"{said(item.verified_for, 'short_name', language)}, {day}"


def _dropped(items: list[ActionItem], language: str) -> dict[str, Any]:
    rows = [
        [
            _title(one, language),
            str(one.get_state_display()),
            one.state_remark.text if one.state_remark is not None else "",
        ]
        for one in items[:MOST]
    ]
    head = [pgettext("paper", "Action item"), pgettext("paper", "State"), pgettext("paper", "Reason")]
    return _part(
        pgettext("paper", "What will not be done, and why"), [], head, rows, words=True, after=_more(items)
    )


def _title(item: ActionItem, language: str) -> str:
    sign = "№" if language == "uk" else "No."
    return f"{sign} {item.number}. {said(item, 'title', language)}"


def _more(items: list[ActionItem]) -> str:
    if not items:
        return pgettext("paper", "None.")
    return pgettext("paper", "There are more: these are the first 300.") if len(items) > MOST else ""
