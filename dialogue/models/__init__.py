"""Tables of the dialogue room. Import models from here."""

from dialogue.models.messages import BODY_LENGTH, Message, MessageRevision, Support
from dialogue.models.reading import Attention, ThreadAttention, ThreadReading
from dialogue.models.threads import (
    TALKING,
    Purpose,
    Thread,
    ThreadAudience,
    ThreadState,
    ThreadStateChange,
    ThreadUserPermission,
    Visibility,
)

__all__ = [
    "BODY_LENGTH",
    "TALKING",
    "Attention",
    "Message",
    "MessageRevision",
    "Purpose",
    "Support",
    "Thread",
    "ThreadAttention",
    "ThreadAudience",
    "ThreadReading",
    "ThreadState",
    "ThreadStateChange",
    "ThreadUserPermission",
    "Visibility",
]
