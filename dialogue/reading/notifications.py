"""Mute offers for notifications about a thread."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dialogue.reading.mute_links import build_mute_path
from dialogue.threads.loaders import require_person
from dialogue.threads.models import Thread
from viche.kernel.actor import Actor
from viche.kernel.text import render_bilingual
from viche.notifications.registry import Offer


def build_mute_offer(reader: Actor, thread: Thread) -> Offer:
    """Return the offer to mute a thread, for notifications that muting would end."""
    label = render_bilingual(lambda: _("Mute this thread"))
    return Offer("mute", label, thread.pk, build_mute_path(require_person(reader), thread.pk))
