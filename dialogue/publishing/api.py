"""Threads that anybody reads, over HTTP: to publish them, and to read them as a stranger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages import policies as messages_policies
from dialogue.messages.markdown import MENTION, render
from dialogue.messages.models import Message, MessageQuote
from dialogue.messages.quotes import quote_of, stands_in
from dialogue.publishing import selectors, serializers, services
from dialogue.publishing.schemas import (
    PublicMessageOut,
    PublicOrganisation,
    PublicQuote,
    PublicThreadOut,
    PublicThreadRow,
    PublicVoice,
)
from dialogue.summary.citations import numbers_in, render_cited, with_citations, with_marks
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from groups.common import presenters as groups
from groups.common.schemas import GroupStateName, SectorName
from groups.models import Mandate, Organisation
from groups.policies import GroupAction
from viche.accounts.models import User
from viche.kernel.api import PUBLIC, Endpoint, Nothing, answer, keyset_page, page_of, shape, snapshot
from viche.kernel.text import both

LATEST = ("-public_at", "-id")
BY_NUMBER = ("number",)


class ThreadPublication(Endpoint):
    """Whether anybody reads a thread, signed in or not."""

    actions = {"PUT": Action.PUBLISH, "DELETE": Action.TAKE_BACK}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.PublishIn, responses=shape(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Let anybody read what is said in it from now on, on the public page of its group."""
        said, version = self.parse(serializers.PublishIn), self.expected_version()
        services.publish_thread(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        return show_thread(self.actor, thread_id)

    @extend_schema(responses={200: shape(timeline_schemas.ThreadOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """From now on its group alone reads it."""
        services.take_back_thread(actor=self.actor, thread_id=thread_id)
        return show_thread(self.actor, thread_id)


class GroupPublicThread(Endpoint):
    """What stands on the public page of a group, for who coordinates its territory."""

    actions = {"DELETE": GroupAction.CLEAR_PAGE}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, group_id: UUID, thread_id: UUID) -> Response:
        """Take a thread off the page: its group alone reads it."""
        services.clear_thread(actor=self.actor, group_id=group_id, thread_id=thread_id)
        return answer(None, status=204)


class PublicThreads(Endpoint):
    """The public threads of a group that shows itself to everybody."""

    actions = {"GET": PUBLIC}
    asks = Nothing

    @extend_schema(responses=page_of(PublicThreadRow))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Those that were published last come first. Nothing tells what else there is."""
        with snapshot():
            rows = selectors.public_threads_of(group_id).select_related("group")
            return answer(keyset_page(request, rows, order=LATEST, present=_rows))


class PublicThread(Endpoint):
    """One thread that anybody reads."""

    actions = {"GET": PUBLIC}

    @extend_schema(responses=shape(PublicThreadOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """What stands at its head. Any other is to everybody as if it were not there."""
        with snapshot():
            return answer(_head(selectors.get_public_thread(thread_id)))


class PublicMessages(Endpoint):
    """What was said in a thread since anybody reads it."""

    actions = {"GET": PUBLIC}
    asks = Nothing

    @extend_schema(responses=page_of(PublicMessageOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """The oldest first. What was taken back, is hidden or came from elsewhere is not there."""
        with snapshot():
            thread = selectors.get_public_thread(thread_id)
            rows, place = selectors.public_messages_of(thread), f"place in public thread {thread.pk}"
            return answer(
                keyset_page(request, rows, order=BY_NUMBER, present=_Shown(thread).page, covered=place)
            )


def _rows(rows: Sequence[Thread]) -> list[PublicThreadRow]:
    return [_row(one) for one in rows]


def _row(thread: Thread) -> PublicThreadRow:
    return {
        "id": thread.pk,
        "title": both(thread, "title"),
        "purpose": cast("timeline_schemas.PurposeName", thread.purpose),
        "state": cast("timeline_schemas.ThreadStateName", thread.state),
        "public_on": _day(thread, cast("datetime", thread.public_at)),
        "closes_on": thread.closes_on,
        "closes_at": thread.closes_at,
    }


def _head(thread: Thread) -> PublicThreadOut:
    words, html = _summary(thread)
    return {
        **_row(thread),
        "group": groups.group_ref(thread.group),
        "group_state": cast("GroupStateName", thread.group.state),
        "closed_on": _day(thread, thread.closed_at) if thread.closed_at is not None else None,
        "outcome": both(thread, "outcome") if selectors.shows_outcome(thread) else None,
        "summary": words,
        "summary_html": html,
    }


def _summary(thread: Thread) -> tuple[str, str] | tuple[None, None]:
    """A summary in Markdown and as HTML. What it cites goes by its place among what it cites of what anybody
    reads, and what not everybody reads is not cited: a number would tell how much was said besides.
    """
    summary = selectors.public_summary_of(thread)
    if summary is None:
        return None, None
    words = _without_ids(summary.body)
    cited = selectors.public_messages_of(thread).filter(number__in=numbers_in(words))
    keys = {one.number: selectors.key_of(one) for one in cited}
    places = {number: nth for nth, number in enumerate(filter(keys.__contains__, numbers_in(words)), start=1)}

    def link(number: int) -> str:
        if number not in keys:
            return ""
        return f'<a href="#message-{keys[number]}">[{places[number]}]</a>'

    def mark(number: int) -> str:
        return f"[{places[number]}]" if number in places else ""

    return with_marks(words, mark), with_citations(render_cited(words), link)


def _day(thread: Thread, at: datetime) -> date:
    return at.astimezone(ZoneInfo(thread.group.time_zone)).date()


class _Shown:
    """What was said in a public thread, to strangers."""

    def __init__(self, thread: Thread) -> None:
        self.thread = thread

    def page(self, rows: Sequence[Message]) -> list[PublicMessageOut]:
        return [self._message(one) for one in rows]

    def _message(self, row: Message) -> PublicMessageOut:
        parent = row.parent if row.parent_id is not None else None
        body = _without_ids(row.body)
        return {
            "key": selectors.key_of(row),
            "author": _voice(row.author, row.mandate, on_behalf=row.on_behalf),
            "body": body,
            "html": render(body),
            "reply_to": selectors.key_of(parent) if parent is not None and self._is_public(parent) else None,
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
        text = found.text if _stands(found) else ""
        return {
            "key": selectors.key_of(source),
            "name": both(source.author, "name"),
            "text": _without_ids(text),
        }


def _stands(quote: MessageQuote) -> bool:
    """Whether the words of a quote are not corrected: strangers find no wording of before."""
    source = quote.source
    return quote.version == source.version or stands_in(quote.text.removesuffix("…"), [source.body])


def _without_ids(text: str) -> str:
    """A text that names people by their name alone, also where it only speaks of how that is written."""
    return MENTION.sub(r"@\1", text)


def _voice(speaker: User, mandate: Mandate | None, *, on_behalf: bool) -> PublicVoice:
    acting = mandate is not None and mandate.person_id != speaker.pk
    return {
        "name": both(speaker, "name"),
        "position": both(mandate, "position") if mandate is not None else None,
        "organisation": _organisation(mandate.organisation) if mandate is not None else None,
        "acting_for": both(mandate.person, "name") if mandate is not None and acting else None,
        "on_behalf": on_behalf and mandate is not None,
    }


def _organisation(row: Organisation) -> PublicOrganisation:
    return {
        "name": both(row, "name"),
        "short_name": both(row, "short_name"),
        "on_behalf": both(row, "on_behalf"),
        "sector": cast("SectorName", row.sector),
    }
