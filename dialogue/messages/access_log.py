"""Access log of reads of messages in restricted threads."""

from __future__ import annotations

from dialogue.messages.models import Message
from dialogue.threads.access_log import log_thread_read
from viche.kernel.actor import Actor


def log_message_read(actor: Actor, message: Message) -> None:
    """Log that `actor` is shown a message, or what people did with it. Needs its thread."""
    log_thread_read(actor, message.thread)
