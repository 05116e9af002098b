"""HTTP endpoints that publish threads, and public endpoints that need no authentication."""

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
from dialogue.messages.quotes import is_quoted_from, quote_of
from dialogue.publishing import selectors, serializers, services
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
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from groups.common import presenters as groups
from groups.common.schemas import GroupStateName, SectorName
from groups.models import Mandate, Organisation
from groups.policies import GroupAction
from viche.accounts.models import User
from viche.kernel.api import (
    PUBLIC,
    Endpoint,
    Nothing,
    Page,
    Write,
    answer,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)
from viche.kernel.text import bilingual_of

LATEST_FIRST = ("-public_at", "-id")
BY_NUMBER = ("number",)


def _show_row(thread: Thread) -> PublicThreadRow:
    return {
        "id": thread.pk,
        "title": bilingual_of(thread, "title"),
        "purpose": cast("timeline_schemas.PurposeName", thread.purpose),
        "state": cast("timeline_schemas.ThreadStateName", thread.state),
        "public_on": _local_day(thread, cast("datetime", thread.public_at)),
        "closes_on": thread.closes_on,
        "closes_at": thread.closes_at,
    }


def _show_head(thread: Thread) -> PublicThreadOut:
    words, html = _show_summary(thread)
    return {
        **_show_row(thread),
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


class _MessagePresenter:
    """Presents messages of a public thread to anonymous readers."""

    def __init__(self, thread: Thread) -> None:
        self.thread = thread

    def page(self, rows: Sequence[Message]) -> list[PublicMessageOut]:
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


class ThreadPublication(Endpoint):
    """Publication of a thread: whether anybody may read it, signed in or not.

    PUT: Publish the messages that are posted from now on, on the public page of its group.

    **Anybody on the internet reads the thread from now on.** For facilitators of the group (`publish`;
    not of the thread alone, since it stands on the group's page in its name), for an open thread that the
    whole group reads, in a group with a public page (409 `no_public_page`; `item_discussed` for the
    discussion of an action item, which has a publication of its own).

    `public` of the thread says since when (`at`), whether the group has its page now (`open`; without it
    nobody else reads the thread, and with the page everybody does again), and from which number on
    (`first`: the next one, so what was said before stays in the group). With `gist` the present summary
    and outcome become public, too: name the `summary_version` that was read (422 without it, 412 with
    another one); without `gist` only what is written of them later. Title and what becomes public at once
    are checked for personal data. A repeat changes nothing but `gist`.

    An outcome that was written before or while the thread was not public stays in the group, also when
    the thread is closed without another one; written anew without `outcome_en`, the English text of
    before is deleted.

    Nothing is merged into a public thread (422 `public` at `/into`), and what is split off one is for the
    group. The event is `dialogue.thread_changed` (`published`, `taken_back`).

    DELETE: Unpublish the thread: from now on only its group may read it.

    For facilitators of the thread or the group (`take_back`), also of a closed thread; in an inactive
    group for the person who had its facilitator's seat. Restricting the thread, moving it to another
    group and merging it into another thread unpublish it, too.
    """

    records = log_thread_read

    put = Write(
        Action.PUBLISH, services.publish_thread, body=serializers.PublishIn, shows=show_thread, versioned=True
    )

    delete = Write(Action.TAKE_BACK, services.unpublish_thread, shows=show_thread)


class GroupPublicThread(Endpoint):
    """A thread on the public page of a group, for the coordinators of its territory.

    DELETE: Remove a thread from the public page: only its group may read it.

    For coordinators of the territory, at any time.
    """

    delete = Write(GroupAction.CLEAR_PAGE, services.remove_from_public_page)


class PublicThreads(Endpoint):
    """Public threads of a group with a public page.

    GET: List the public threads, the last published first. Other threads are not revealed.

    Only of a group with a public page; other groups answer 404.
    """

    get = Page(PUBLIC, selectors.public_threads_of, shows=_show_row, order=LATEST_FIRST)


class PublicThread(Endpoint):
    """A public thread."""

    actions = {"GET": PUBLIC}

    @extend_schema(responses=shape_of(PublicThreadOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Return the thread with its public summary and outcome. Any other thread is not found.

        `title`, `purpose`, `state`, `group_state` and days, and `outcome`, `summary` and
        `summary_html` if they are public. A public message that the summary cites stands there as
        `[1]`, in the order of citation, and in the HTML links to `#message-<key>`; other messages are
        not cited.
        """
        with read_snapshot():
            return answer(_show_head(selectors.get_public_thread(thread_id)))


class PublicMessages(Endpoint):
    """Public messages of a thread."""

    actions = {"GET": PUBLIC}
    asks = Nothing

    @extend_schema(responses=page_of(PublicMessageOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List the messages since the publication, the oldest first.

        Withdrawn, hidden and moved messages are left out.

        Each has a `key` that leads to it and does not tell how many others there are; neither do the
        cursors. People stand there by name, position and organisation, without an id; mentioned
        people by name. No answer and no quote tells anything of messages that the group alone reads,
        and `text` of a quote is empty when those words were corrected since. There are no
        attachments, reactions or readers.
        """
        with read_snapshot():
            thread = selectors.get_public_thread(thread_id)
            rows, place = selectors.public_messages_of(thread), f"place in public thread {thread.pk}"
            return answer(
                paginate(
                    request, rows, order=BY_NUMBER, present=_MessagePresenter(thread).page, covered=place
                )
            )
