"""Tables of the dialogue room. Import models from here."""

from dialogue.models.access_requests import AccessRequest, AccessState
from dialogue.models.agenda import Question, QuestionState
from dialogue.models.attachments import MessageAttachment
from dialogue.models.drafts import MessageDraft
from dialogue.models.floor import PACES, FloorChange, FloorStep
from dialogue.models.messages import BODY_LENGTH, Message, MessageRevision, Support
from dialogue.models.moderation import (
    NOTE_LENGTH,
    Fault,
    Hiding,
    HidingState,
    MessageReport,
    Moderated,
    ModerationStep,
)
from dialogue.models.moves import ThreadMove
from dialogue.models.must_reads import Acknowledgement, MustRead, MustReadReminder
from dialogue.models.quotes import MessageQuote
from dialogue.models.reactions import Reaction, ReactionKind
from dialogue.models.reading import Attention, ThreadAttention, ThreadReading
from dialogue.models.rounds import QUESTION_LENGTH, Round, RoundEnd, RoundTurn
from dialogue.models.splits import ThreadMerge, ThreadSplit
from dialogue.models.statements import Statement
from dialogue.models.summaries import SummaryCitation, SummaryRevision, ThreadSummary
from dialogue.models.terms import ThreadTerm
from dialogue.models.threads import (
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
