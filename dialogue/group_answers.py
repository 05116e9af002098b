"""What this room adds to a group's answers: how much is unread there, and who may start a thread."""

from dialogue.policies import DialogueAction, DialoguePolicy
from dialogue.selectors import unread_by_group
from groups.registry import group_step, unread_counter

unread_counter(unread_by_group)
for action in (DialogueAction.START, DialogueAction.START_RESTRICTED):
    group_step(action, scope=DialoguePolicy().scope_of(action), codenames={DialoguePolicy.codenames[action]})
