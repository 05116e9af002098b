"""What notifications of a thread offer about being told of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dialogue.reading.mute_links import mute_path
from dialogue.threads.loaders import person_of
from dialogue.threads.models import Thread
from viche.kernel.actor import Actor
from viche.kernel.text import in_both
from viche.notifications.registry import Offer


def mute_offer(reader: Actor, thread: Thread) -> Offer:
    """How who is told of a thread is told no more of it: of what muting it ends, that is."""
    label = in_both(lambda: _("Mute this thread"))
    return Offer("mute", label, thread.pk, mute_path(person_of(reader), thread.pk))
