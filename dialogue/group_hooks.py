"""Register what dialogue contributes to groups through their hooks.

It adds unread counts, messages per organisation, the actions that start threads, the closing of access
requests when a seat ends, and a milestone.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from dialogue.access_requests.services import close_requests_without_seat
from dialogue.decisions.services.votes import settle_lost_seats
from dialogue.meetings.policies import GroupMeetingsPolicy, MeetingsAction
from dialogue.messages.selectors import count_messages_by_organisation
from dialogue.reading.selectors import count_unread_by_group
from dialogue.threads.models import Thread, ThreadState, Visibility
from dialogue.threads.policies import DialogueAction, DialoguePolicy
from groups.common.hooks import (
    register_group_step,
    register_milestone_check,
    register_participation_counter,
    register_seat_change_hook,
    register_unread_counter,
)
from groups.policies import FACILITATE
from viche.kernel.text import render_bilingual

register_unread_counter(count_unread_by_group)
for action in (DialogueAction.START, DialogueAction.START_RESTRICTED, DialogueAction.SET_CHARTER):
    register_group_step(
        action, scope=DialoguePolicy().scope_of(action), codenames={DialoguePolicy.codenames[action]}
    )
register_group_step(
    MeetingsAction.PLAN, scope=GroupMeetingsPolicy().scope_of(MeetingsAction.PLAN), codenames={FACILITATE}
)
register_participation_counter("messages", count_messages_by_organisation)
register_seat_change_hook(close_requests_without_seat)
register_seat_change_hook(settle_lost_seats)


def _has_opened_thread(group_id: UUID) -> bool:
    """Return whether the group has opened a thread that the whole group may read.

    Restricted threads do not count: only their readers may know that they exist.
    """
    common = Thread.objects.filter(group=group_id, visibility=Visibility.GROUP)
    return common.exclude(state=ThreadState.DRAFT).exists()


register_milestone_check(
    "dialogue_begun", 60, lambda: render_bilingual(lambda: gettext("First thread opened")), _has_opened_thread
)
