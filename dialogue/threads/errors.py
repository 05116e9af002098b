"""Errors of threads."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dialogue.threads.models import Thread
from viche.kernel.errors import Forbidden


def refuse_locked(thread: Thread) -> Forbidden:
    """Return the error for a locked thread, in which only facilitators may post."""
    paused = _("The discussion is paused: for now only its leaders can add messages.")
    if not thread.lock_reason:
        return Forbidden("thread_locked", paused)
    return Forbidden("thread_locked", format_lazy("{} {}: {}", paused, _("Reason"), thread.lock_reason))
