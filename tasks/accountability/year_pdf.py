"""PDF report of a group's accountability in one year: the figures, and the action items behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override, pgettext

from groups.models import InitiativeGroup
from tasks.accountability.definitions import FIGURE_DEFINITIONS, FigureName
from tasks.accountability.public_selectors import (
    list_dropped_group_wide_items,
    list_verified_group_wide_items,
)
from tasks.accountability.selectors import (
    Accountability,
    OnTimeStats,
    Period,
    Tally,
    calculate_group_wide_accountability,
)
from tasks.items.models import ActionItem
from tasks.items.states import State
from viche.kernel.pdf.report import Block, Heading, Paragraph, Report, Table, render_report
from viche.kernel.text import format_short_day, translate_field

MAX_ITEMS = 300
WIDTHS = (3, 2, 3)


def render_year_report(group: InitiativeGroup, year: int, language: str) -> bytes:
    """Return the PDF in `language`, over the items that the whole group may read."""
    period = Period(date(year, 1, 1), date(year, 12, 31))
    account = calculate_group_wide_accountability(group, period)
    proved = list(list_verified_group_wide_items(group, period)[: MAX_ITEMS + 1])
    dropped = list(list_dropped_group_wide_items(group, period)[: MAX_ITEMS + 1])
    with override(language):
        return render_report(build_report(account, proved, dropped, language))


def build_report(
    account: Accountability, proved: list[ActionItem], dropped: list[ActionItem], language: str
) -> Report:
    """Return the report as blocks. Call it under `override(language)`."""
    group, days = account.group, account.period
    name, day = translate_field(group, "name", language), format_short_day(account.day, group.time_zone)
    return Report(
        language=language,
        title=pgettext("paper", "Accountability report %(year)s") % {"year": days.first.year},
        lead=pgettext(
            "paper", "%(group)s. As of %(day)s. Counted of the action items that the whole group reads."
        )
        % {"group": name, "day": day},
        footer=f"{name} · {days.first.year}",
        blocks=(
            *_build_states(account),
            *_build_on_time(account),
            *_build_speed(account, language),
            *_build_owners(account, language),
            *_build_months(account),
            *_build_verified(proved, language),
            *_build_dropped(dropped, language),
        ),
    )


def _build_section(
    title: str,
    of: Sequence[FigureName],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: tuple[int, ...] = (),
    after: str = "",
) -> Iterator[Block]:
    yield Heading(title)
    for name in of:
        yield Paragraph(FIGURE_DEFINITIONS[name](), "quiet")
    if rows:
        yield Table(tuple(head), tuple(tuple(row) for row in rows), widths)
    if after:
        yield Paragraph(after, "quiet")


def _build_states(account: Accountability) -> Iterator[Block]:
    total = account.total
    rows = [
        [pgettext("paper", "All"), str(total.total)],
        *([str(State(name).label), str(count)] for name, count in account.states.items() if count),
        [pgettext("paper", "Overdue by current due date"), str(total.late)],
        [pgettext("paper", "Overdue by first due date"), str(total.late_at_first)],
    ]
    return _build_section(
        pgettext("paper", "What we worked on"),
        ["worked_on", "late"],
        [pgettext("paper", "State"), pgettext("paper", "Number")],
        rows,
    )


def _build_on_time(account: Accountability) -> Iterator[Block]:
    rows = [
        [pgettext("paper", "By current due date"), _format_share(account.kept)],
        [pgettext("paper", "By first due date"), _format_share(account.kept_at_first)],
    ]
    return _build_section(
        pgettext("paper", "On time"),
        ["kept"],
        [pgettext("paper", "Measured"), pgettext("paper", "Share")],
        rows,
    )


def _format_share(kept: OnTimeStats) -> str:
    if not kept.due:
        return "—"
    share = f"{100 * kept.kept / kept.due:.0f} %"
    return pgettext("paper", "%(share)s (%(kept)d of %(due)d)") % {
        "share": share,
        "kept": kept.kept,
        "due": kept.due,
    }


def _build_speed(account: Accountability, language: str) -> Iterator[Block]:
    median = account.lead.median
    days = "—" if median is None else f"{median:g}".replace(".", "," if language == "uk" else ".")
    rows = [
        [pgettext("paper", "Verified"), str(account.lead.count)],
        [pgettext("paper", "Median, days"), days],
    ]
    return _build_section(
        pgettext("paper", "How fast"),
        ["lead"],
        [pgettext("paper", "Measured"), pgettext("paper", "Number")],
        rows,
    )


def _build_owners(account: Accountability, language: str) -> Iterator[Block]:
    rows = []
    for sector, tally in account.sectors:
        rows.append(_tally_row(str(sector.label), tally))
        for one in account.owners:
            if one.by.sector == sector:
                rows.append(_tally_row(f"— {translate_field(one.by, 'name', language)}", one.owns))
                if one.shares.total:
                    rows.append(_tally_row(f"— — {pgettext('paper', 'as a co-owner')}", one.shares))
    head = [
        pgettext("paper", "Sector, organisation"),
        pgettext("paper", "All"),
        pgettext("paper", "Open"),
        pgettext("paper", "Overdue"),
        pgettext("paper", "Verified"),
    ]
    return _build_section(pgettext("paper", "By sector and organisation"), ["owners"], head, rows)


def _tally_row(name: str, tally: Tally) -> list[str]:
    return [name, *(str(one) for one in (tally.total, tally.open, tally.late, tally.proved))]


def _build_months(account: Accountability) -> Iterator[Block]:
    rows = [
        [date_format(one.days.first, "YEAR_MONTH_FORMAT"), str(one.made), str(one.verified)]
        for one in account.months
    ]
    return _build_section(
        pgettext("paper", "By month"),
        ["trend"],
        [pgettext("paper", "Month"), pgettext("paper", "Created"), pgettext("paper", "Verified")],
        rows,
    )


def _build_verified(items: list[ActionItem], language: str) -> Iterator[Block]:
    rows = [
        [
            _describe_title(one, language),
            translate_field(one.owned_by, "short_name", language),
            _describe_verification(one, language),
        ]
        for one in items[:MAX_ITEMS]
    ]
    head = [pgettext("paper", "Action item"), pgettext("paper", "Owner"), pgettext("paper", "Verified")]
    return _build_section(
        pgettext("paper", "What was verified"),
        ["proved"],
        head,
        rows,
        widths=WIDTHS,
        after=_describe_remainder(items),
    )


def _describe_verification(item: ActionItem, language: str) -> str:
    day = format_short_day(item.verified_at, item.group.time_zone)
    return f"{translate_field(item.verified_for, 'short_name', language)}, {day}"


def _build_dropped(items: list[ActionItem], language: str) -> Iterator[Block]:
    rows = [
        [
            _describe_title(one, language),
            str(one.get_state_display()),
            one.state_remark.text if one.state_remark is not None else "",
        ]
        for one in items[:MAX_ITEMS]
    ]
    head = [pgettext("paper", "Action item"), pgettext("paper", "State"), pgettext("paper", "Reason")]
    return _build_section(
        pgettext("paper", "What will not be done, and why"),
        [],
        head,
        rows,
        widths=WIDTHS,
        after=_describe_remainder(items),
    )


def _describe_title(item: ActionItem, language: str) -> str:
    sign = "№" if language == "uk" else "No."
    return f"{sign} {item.number}. {translate_field(item, 'title', language)}"


def _describe_remainder(items: list[ActionItem]) -> str:
    if not items:
        return pgettext("paper", "None.")
    return pgettext("paper", "There are more: these are the first 300.") if len(items) > MAX_ITEMS else ""
