"""Presenters of public threads: what anonymous readers get of a thread and its messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from dialogue.messages import policies as messages_policies
from dialogue.messages.markdown import MENTION, render
from dialogue.messages.models import Message, MessageQuote
from dialogue.messages.quotes import is_quoted_from, quote_of
from dialogue.publishing import selectors
from dialogue.publishing.schemas import (
    PublicMessageOut,
    PublicOrganisation,
    PublicQuote,
    PublicThreadOut,
    PublicThreadRow,
    PublicVoice,
)
from dialogue.summary.citations import (
    numbers_in,
    render_cited,
    replace_html_citations,
    replace_markdown_citations,
)
from dialogue.threads.models import Thread
from dialogue.timeline import schemas as timeline_schemas
from groups.common import presenters as groups
from groups.common.schemas import GroupStateName, SectorName
from groups.models import Mandate, Organisation
from viche.accounts.models import User
from viche.kernel.text import bilingual_of


def show_public_row(thread: Thread) -> PublicThreadRow:
    """Return a thread as the list of a public page shows it."""
    return {
        "id": thread.pk,
        "title": bilingual_of(thread, "title"),
        "purpose": cast("timeline_schemas.PurposeName", thread.purpose),
        "state": cast("timeline_schemas.ThreadStateName", thread.state),
        "public_on": _local_day(thread, cast("datetime", thread.public_at)),
        "closes_on": thread.closes_on,
        "closes_at": thread.closes_at,
    }


def show_public_thread(thread: Thread) -> PublicThreadOut:
    """Return a public thread with its public summary and outcome. Needs its group."""
    words, html = _show_summary(thread)
    return {
        **show_public_row(thread),
        "group": groups.show_group_ref(thread.group),
        "group_state": cast("GroupStateName", thread.group.state),
        "closed_on": _local_day(thread, thread.closed_at) if thread.closed_at is not None else None,
        "outcome": bilingual_of(thread, "outcome") if selectors.is_outcome_public(thread) else None,
        "summary": words,
        "summary_html": html,
    }


def _show_summary(thread: Thread) -> tuple[str, str] | tuple[None, None]:
    """Show the public summary as Markdown and as HTML.

    Citations are renumbered among the cited public messages, and citations of other messages are removed: a
    number would reveal how many messages there are besides.
    """
    summary = selectors.find_public_summary(thread)
    if summary is None:
        return None, None
    words = _without_ids(summary.body)
    cited = selectors.public_messages_of(thread).filter(number__in=numbers_in(words))
    keys = {one.number: selectors.get_public_key(one) for one in cited}
    places = {number: nth for nth, number in enumerate(filter(keys.__contains__, numbers_in(words)), start=1)}

    def link(number: int) -> str:
        if number not in keys:
            return ""
        return f'<a href="#message-{keys[number]}">[{places[number]}]</a>'

    def mark(number: int) -> str:
        return f"[{places[number]}]" if number in places else ""

    return replace_markdown_citations(words, mark), replace_html_citations(render_cited(words), link)


def _local_day(thread: Thread, at: datetime) -> date:
    return at.astimezone(ZoneInfo(thread.group.time_zone)).date()


class PublicMessagePresenter:
    """Presents messages of a public thread to anonymous readers."""

    def __init__(self, thread: Thread) -> None:
        self.thread = thread

    def page(self, rows: Sequence[Message]) -> list[PublicMessageOut]:
        """Return a page of messages from `public_messages_of`."""
        return [self._message(one) for one in rows]

    def _message(self, row: Message) -> PublicMessageOut:
        parent = row.parent if row.parent_id is not None else None
        body = _without_ids(row.body)
        return {
            "key": selectors.get_public_key(row),
            "author": _show_voice(row.author, row.mandate, on_behalf=row.on_behalf),
            "body": body,
            "html": render(body),
            "reply_to": selectors.get_public_key(parent)
            if parent is not None and self._is_public(parent)
            else None,
            "quote": self._quote(row),
            "posted_at": row.posted_at,
            "edited": row.edited_at is not None,
        }

    def _is_public(self, message: Message) -> bool:
        return messages_policies.is_public_in(self.thread, message)

    def _quote(self, row: Message) -> PublicQuote | None:
        found = quote_of(row)
        if found is None or not self._is_public(found.source):
            return None
        source = found.source
        text = found.text if _is_current(found) else ""
        return {
            "key": selectors.get_public_key(source),
            "name": bilingual_of(source.author, "name"),
            "text": _without_ids(text),
        }


def _is_current(quote: MessageQuote) -> bool:
    """Return whether the quoted text is current: the public sees no earlier versions."""
    source = quote.source
    return quote.version == source.version or is_quoted_from(quote.text.removesuffix("…"), [source.body])


def _without_ids(text: str) -> str:
    """Replace mentions by the name alone, also within code."""
    return MENTION.sub(r"@\1", text)


def _show_voice(speaker: User, mandate: Mandate | None, *, on_behalf: bool) -> PublicVoice:
    acting = mandate is not None and mandate.person_id != speaker.pk
    return {
        "name": bilingual_of(speaker, "name"),
        "position": bilingual_of(mandate, "position") if mandate is not None else None,
        "organisation": _show_organisation(mandate.organisation) if mandate is not None else None,
        "acting_for": bilingual_of(mandate.person, "name") if mandate is not None and acting else None,
        "on_behalf": on_behalf and mandate is not None,
    }


def _show_organisation(row: Organisation) -> PublicOrganisation:
    return {
        "name": bilingual_of(row, "name"),
        "short_name": bilingual_of(row, "short_name"),
        "on_behalf": bilingual_of(row, "on_behalf"),
        "sector": cast("SectorName", row.sector),
    }
