"""Tells the groups room how much of their dialogue somebody has not read."""

from dialogue.selectors import unread_by_group
from groups.registry import unread_counter

unread_counter(unread_by_group)
