"""What this room adds to a group's answers: what is unread there, who is heard, who may start threads, what
ends with a seat there."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from dialogue.access_requests.services import close_requests_without_seat
from dialogue.messages.selectors import heard_by_organisation
from dialogue.reading.selectors import unread_by_group
from dialogue.threads.models import Thread, ThreadState, Visibility
from dialogue.threads.policies import DialogueAction, DialoguePolicy
from groups.common.hooks import after_seats, group_step, listener, milestone_check, unread_counter
from viche.kernel.text import in_both

unread_counter(unread_by_group)
for action in (DialogueAction.START, DialogueAction.START_RESTRICTED):
    group_step(action, scope=DialoguePolicy().scope_of(action), codenames={DialoguePolicy.codenames[action]})
listener("messages", heard_by_organisation)
after_seats(close_requests_without_seat)


def _begun(group_id: UUID) -> bool:
    """Restricted threads do not count: that there are any is for their readers alone."""
    common = Thread.objects.filter(group=group_id, visibility=Visibility.GROUP)
    return common.exclude(state=ThreadState.DRAFT).exists()


milestone_check("dialogue_begun", 60, lambda: in_both(lambda: gettext("First thread opened")), _begun)
