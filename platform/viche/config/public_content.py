"""What public pages say without JavaScript, in the active language: answers of the public API in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _, pgettext

from dialogue.publishing import selectors as threads
from dialogue.publishing.presenters import PublicMessagePresenter, show_public_row, show_public_thread
from groups.common.periods import COUNTRY_ZONE
from groups.initiative_groups.card_presenters import show_public_page
from groups.models import GroupState
from groups.selectors import get_public_group
from tasks.promises import selectors as promises
from tasks.promises.api import show_public_promises
from viche.config.public_words import GROUP_STATES, HEADINGS, OWNERS, PROMISE_STATES, PURPOSES, SECTORS
from viche.kernel.api.pages import read_page
from viche.kernel.clock import now, today
from viche.kernel.keyset_lists import DEFAULT_LIMIT
from viche.kernel.text import Text, translate_text

SEPARATOR = " · "
PAGE_SIZE = DEFAULT_LIMIT


@dataclass(frozen=True, slots=True)
class PublicContent:
    """A page: its template with values, and what previews of it say.

    `cursors` are the query parameters that choose a page of one of its lists.
    """

    template: str
    title: str
    description: str
    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    cursors: tuple[str, ...] = ()


def load_group(group_id: UUID, query: Mapping[str, str]) -> PublicContent:
    """Return the public page of a group. Raises NotFound, and Malformed for a bad cursor."""
    shown = _translate(show_public_page(get_public_group(group_id)))
    promised = read_page(
        promises.list_public_promises(group_id),
        order=("-id",),
        present=show_public_promises,
        cursor=query.get("promises"),
        limit=PAGE_SIZE,
    )
    discussed = read_page(
        threads.public_threads_of(group_id),
        order=threads.LATEST_FIRST,
        present=lambda rows: [show_public_row(row) for row in rows],
        cursor=query.get("threads"),
        limit=PAGE_SIZE,
    )
    values = {
        "group": shown,
        "facts": _list_group_facts(shown),
        "promises": _translate(promised),
        "threads": _translate(discussed),
        "sectors": _list_sectors(shown),
    }
    for thread in values["threads"]["items"]:
        thread["since"] = _describe_publication(thread)
    for promise in values["promises"]["items"]:
        promise.update(_describe_promise(promise))
    return PublicContent(
        "public/group.html", shown["name"], shown["purpose"], "website", values, ("promises", "threads")
    )


def load_thread(thread_id: UUID, query: Mapping[str, str]) -> PublicContent:
    """Return a public thread. Raises NotFound, and Malformed for a bad cursor."""
    thread = threads.get_public_thread(thread_id)
    shown = _translate(show_public_thread(thread))
    messages = read_page(
        threads.public_messages_of(thread),
        order=threads.BY_NUMBER,
        present=PublicMessagePresenter(thread).page,
        covered=threads.cursor_purpose_of(thread),
        cursor=query.get("messages"),
        limit=PAGE_SIZE,
    )
    discussed_by = _("A discussion in the group “%(group)s”. No sign-in is needed to read it.")
    values = {
        "thread": shown,
        "lead": _describe_place(shown["group"]),
        "facts": _list_thread_facts(shown),
        "messages": _translate(messages),
    }
    for message in values["messages"]["items"]:
        message["author"]["role"] = _describe_author(message["author"])
    description = shown["outcome"] or discussed_by % {"group": shown["group"]["name"]}
    return PublicContent("public/thread.html", shown["title"], description, "article", values, ("messages",))


def _translate(shown: Any) -> Any:
    """Return what a presenter showed with each bilingual text replaced by the active language's."""
    if isinstance(shown, dict):
        if shown.keys() == Text.__required_keys__:
            return translate_text(cast("Text", shown))
        return {key: _translate(value) for key, value in shown.items()}
    return [_translate(one) for one in shown] if isinstance(shown, list) else shown


def _format_day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _list_group_facts(shown: dict[str, Any]) -> list[tuple[str, str]]:
    facts = [
        (_("State"), str(GROUP_STATES[shown["state"]])),
        (_("Founded"), _format_day(shown["founded_on"])),
        (_("Meetings"), shown["cadence"]),
    ]
    return [(name, value) for name, value in facts if value]


def _list_sectors(shown: dict[str, Any]) -> list[str]:
    """Return the sectors at the table, then those that are awaited."""
    awaited = [one for one in shown["missing"] if one not in shown["sectors"]]
    seated = [str(SECTORS[one]) for one in shown["sectors"]]
    return [*seated, *(f"{SECTORS[one]} {_('(awaited)')}" for one in awaited)]


def _describe_publication(shown: dict[str, Any]) -> str:
    """Return since when a thread is public, and whether it is closed."""
    since = {"day": _format_day(shown["public_on"])}
    if shown["state"] == "closed":
        return _("Public since %(day)s, closed") % since
    return _("Public since %(day)s") % since


def _describe_place(group: dict[str, Any]) -> str:
    """Return whose discussion a thread is, as HTML."""
    link = format_html('<a href="/public/groups/{}">{}</a>', group["id"], group["name"])
    return format_html(_("A discussion in the group “{group}”"), group=link)


def _list_thread_facts(shown: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Purpose"), str(PURPOSES[shown["purpose"]])),
        (_("State"), _describe_state(shown)),
        (_("Public since"), _format_day(shown["public_on"])),
    ]


def _describe_state(shown: dict[str, Any]) -> str:
    """Return the state of a thread as the front end says it."""
    closes_on = shown["closes_on"]
    if shown["closed_on"] is not None:
        return pgettext("public page", "closed %(day)s") % {"day": _format_day(shown["closed_on"])}
    if shown["group_state"] == GroupState.SUSPENDED:
        return _("paused: the group is suspended")
    if shown["group_state"] == GroupState.DISSOLVED:
        return _("ended: the group was dissolved")
    if shown["state"] == "summarising":
        return _("being summed up")
    if closes_on is None:
        return pgettext("public page", "open")
    if shown["closes_at"] <= now():
        return _("due date passed on %(day)s") % {"day": _format_day(closes_on)}
    return _("open until %(day)s") % {"day": _format_day(closes_on)}


def _describe_author(author: dict[str, Any]) -> str:
    """Return position and organisation of an author, for whom they speak and for whom they stand in."""
    organisation, holder = author["organisation"], author["acting_for"]
    parts = []
    if organisation is not None:
        parts.append(", ".join(filter(None, (author["position"], organisation["name"]))))
    if author["on_behalf"]:
        parts.append(_("on behalf of %(organisation)s") % {"organisation": organisation["on_behalf"]})
    else:
        parts.append(_("personally"))
        parts.extend([str(SECTORS[organisation["sector"]])] if organisation is not None else ())
    if holder is not None:
        parts.append(_("deputising for %(holder)s") % {"holder": holder})
    return SEPARATOR.join(parts)


def _describe_promise(shown: dict[str, Any]) -> dict[str, str]:
    """Return the heading above the answer, and the lines below the request and the answer."""
    state, names = shown["state"], ", ".join(shown["done_by"])
    note = [_describe_days(shown), _("published on %(day)s") % {"day": _format_day(shown["published_on"])}]
    if names:
        note.append(str(OWNERS[state]) % {"names": names})
    return {
        "heading": str(HEADINGS[state]),
        "status": str(PROMISE_STATES[state]),
        "place": _("Where: %(place)s") % {"place": shown["place"]} if shown["place"] else "",
        "note": SEPARATOR.join(note),
    }


def _describe_days(shown: dict[str, Any]) -> str:
    """Return until when it was promised, or when it was settled."""
    if shown["settled_on"] is not None:
        settled = _("Checked on %(day)s") if shown["state"] == "done" else _("Decided on %(day)s")
        return settled % {"day": _format_day(shown["settled_on"])}
    days = {"day": _format_day(shown["due_on"]), "first": _format_day(shown["first_due_on"])}
    if shown["due_on"] < today(COUNTRY_ZONE):
        return _("Was due on %(day)s") % days
    if shown["due_on"] == shown["first_due_on"]:
        return _("Due on %(day)s") % days
    return _("Due on %(day)s, originally %(first)s") % days
