"""HTTP endpoints that publish threads, and public endpoints that need no authentication."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.publishing import selectors, serializers, services
from dialogue.publishing.presenters import PublicMessagePresenter, show_public_row, show_public_thread
from dialogue.publishing.schemas import PublicMessageOut, PublicThreadOut
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from dialogue.timeline.api import show_thread
from groups.policies import GroupAction
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

    get = Page(PUBLIC, selectors.public_threads_of, shows=show_public_row, order=selectors.LATEST_FIRST)


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
            return answer(show_public_thread(selectors.get_public_thread(thread_id)))


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
            page = paginate(
                request,
                selectors.public_messages_of(thread),
                order=selectors.BY_NUMBER,
                present=PublicMessagePresenter(thread).page,
                covered=selectors.cursor_purpose_of(thread),
            )
            return answer(page)
