"""Models of dialogue. Import models from here."""

from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.acknowledgements.models import Acknowledgement, MustRead, MustReadReminder
from dialogue.drafts.models import MessageDraft
from dialogue.facilitation.models import PACES, FloorChange, FloorStep
from dialogue.lifecycle.models import ThreadTerm
from dialogue.messages.models import (
    BODY_LENGTH,
    Message,
    MessageAttachment,
    MessageQuote,
    MessageRevision,
    Support,
)
from dialogue.moderation.models import (
    NOTE_LENGTH,
    Fault,
    Hiding,
    HidingState,
    MessageReport,
    Moderated,
    ModerationStep,
)
from dialogue.reactions.models import Reaction, ReactionKind
from dialogue.reading.models import Attention, ThreadAttention, ThreadReading
from dialogue.rounds.models import QUESTION_LENGTH, Round, RoundEnd, RoundTurn
from dialogue.seat_admission.models import LateSeat
from dialogue.summary.models import (
    Question,
    QuestionState,
    Statement,
    SummaryCitation,
    SummaryRevision,
    ThreadSummary,
)
from dialogue.threads.models import (
    TAGGED,
    TALKING,
    Purpose,
    Thread,
    ThreadAudience,
    ThreadState,
    ThreadStateChange,
    ThreadUserPermission,
    Visibility,
)
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit

__all__ = [
    "BODY_LENGTH",
    "NOTE_LENGTH",
    "PACES",
    "QUESTION_LENGTH",
    "TAGGED",
    "TALKING",
    "AccessRequest",
    "AccessState",
    "Acknowledgement",
    "Attention",
    "Fault",
    "FloorChange",
    "FloorStep",
    "Hiding",
    "HidingState",
    "LateSeat",
    "Message",
    "MessageAttachment",
    "MessageDraft",
    "MessageQuote",
    "MessageReport",
    "MessageRevision",
    "Moderated",
    "ModerationStep",
    "MustRead",
    "MustReadReminder",
    "Purpose",
    "Question",
    "QuestionState",
    "Reaction",
    "ReactionKind",
    "Round",
    "RoundEnd",
    "RoundTurn",
    "Statement",
    "SummaryCitation",
    "SummaryRevision",
    "Support",
    "Thread",
    "ThreadAttention",
    "ThreadAudience",
    "ThreadMerge",
    "ThreadMove",
    "ThreadReading",
    "ThreadSplit",
    "ThreadState",
    "ThreadStateChange",
    "ThreadSummary",
    "ThreadTerm",
    "ThreadUserPermission",
    "Visibility",
]
