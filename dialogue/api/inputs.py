"""What the API takes. How long texts may be and who may be named is said by the services."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from dialogue.apart import MOST_TAKEN
from dialogue.models import (
    BODY_LENGTH,
    NOTE_LENGTH,
    PACES,
    QUESTION_LENGTH,
    Attention,
    Fault,
    Purpose,
    ThreadState,
    Visibility,
)
from dialogue.models.attachments import ALT_LENGTH, MOST_ATTACHMENTS
from dialogue.models.quotes import QUOTE_LENGTH
from dialogue.moderation import Step
from dialogue.services.reading import MOST_SPANS
from dialogue.services.threads import OUTCOME_LENGTH, REASON_LENGTH, TITLE_LENGTH
from dialogue.tags import TAG_LENGTH, as_tag
from groups.models import Sector
from viche.kernel.api import (
    Confirmed,
    Instant,
    PlainText,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
)

LARGEST_NUMBER = 2**31 - 2


class Tag(PlainText):
    """A tag as it is kept, with or without its sign."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=TAG_LENGTH, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        tag = as_tag(super().to_internal_value(data))
        if not tag:
            self.fail("blank")
        return tag


class Tags(serializers.ListField):
    """Tags as people write them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=PlainText(max_length=TAG_LENGTH), max_length=50, **kwargs)


class ThreadQuery(StrictSerializer):
    """Which threads to list: in one state, with one tag, with this in their title (`q`)."""

    state = serializers.ChoiceField(choices=ThreadState.choices, required=False)
    tag = Tag(required=False)
    q = PlainText(max_length=TITLE_LENGTH, required=False)


class OpenThreadIn(StrictSerializer):
    """A new thread. `organisations` and `people` name the readers of a restricted one; `announced`: the group
    knows that it is there, and may ask for access.
    """

    title = PlainText(max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)
    organisations = serializers.ListField(child=StrictUuid(), required=False, max_length=100)
    people = serializers.ListField(child=StrictUuid(), required=False, max_length=100)
    opens_on = serializers.DateField(required=False, allow_null=True)
    closes_on = serializers.DateField(required=False, allow_null=True)
    facilitator = StrictUuid(required=False, allow_null=True)
    tags = Tags(required=False)
    draft = StrictBoolean(required=False)
    announced = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)


class EditThreadIn(StrictSerializer):
    """What of a thread to change; what is left out stays."""

    title = PlainText(max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False)
    opens_on = serializers.DateField(required=False, allow_null=True)
    closes_on = serializers.DateField(required=False, allow_null=True)
    tags = Tags(required=False)
    confirmed = Confirmed(required=False)


class MoveThreadIn(StrictSerializer):
    """The next state. Closing needs an `outcome`, reopening a `reason`.

    `mandate_id` is the mandate through which it is taken, where the reader has several.
    """

    to = serializers.ChoiceField(choices=[ThreadState.OPEN, ThreadState.SUMMARISING, ThreadState.CLOSED])
    outcome = PlainText(max_length=OUTCOME_LENGTH, required=False)
    outcome_en = PlainText(max_length=OUTCOME_LENGTH, required=False, allow_blank=True)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    mandate_id = StrictUuid(required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class AudienceIn(StrictSerializer):
    """Who reads a thread: the whole group, or the named organisations and people of it. `announced`: the
    group knows that a restricted one is there, and may ask for access.
    """

    visibility = serializers.ChoiceField(choices=Visibility.choices)
    organisations = serializers.ListField(child=StrictUuid(), required=False, max_length=100)
    people = serializers.ListField(child=StrictUuid(), required=False, max_length=100)
    announced = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)


class PublishIn(StrictSerializer):
    """Whether the summary and the outcome as they are now become public with a thread, too: the summary in
    the version that was read.
    """

    gist = StrictBoolean(required=False)
    summary_version = StrictInteger(min_value=0, max_value=LARGEST_NUMBER, required=False)
    confirmed = Confirmed(required=False)


class SplitIn(StrictSerializer):
    """Which messages go on in a thread of their own, by their numbers; what that asks, and why."""

    numbers = serializers.ListField(
        child=StrictInteger(min_value=1, max_value=LARGEST_NUMBER), min_length=1, max_length=MOST_TAKEN
    )
    title = PlainText(max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    reason = PlainText(max_length=NOTE_LENGTH)
    confirmed = Confirmed(required=False)


class MergeIn(StrictSerializer):
    """The thread of the same group in which one goes on, and why. `widens`: it is known that guests of that
    one come to read it, too.
    """

    into = StrictUuid()
    reason = PlainText(max_length=NOTE_LENGTH)
    widens = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)


class MoveToGroupIn(StrictSerializer):
    """The group to which a thread is taken, and why. `widens`: it is known that others come to read
    it, too.
    """

    group = StrictUuid()
    reason = PlainText(max_length=NOTE_LENGTH)
    widens = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)


class LockIn(StrictSerializer):
    """Why those who lead the thread alone post in it for now."""

    reason = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class HandOverIn(StrictSerializer):
    """The mandate that leads the thread from now on, and why."""

    facilitator = StrictUuid()
    reason = PlainText(max_length=NOTE_LENGTH)
    confirmed = Confirmed(required=False)


class PaceIn(StrictSerializer):
    """How long whoever does not lead the thread waits between two messages of theirs; 0: not at all."""

    seconds = serializers.ChoiceField(choices=PACES)


class StartRoundIn(StrictSerializer):
    """What each sector at the table is asked, until when, and which of them are asked first."""

    question = PlainText(max_length=QUESTION_LENGTH)
    ends_at = Instant()
    order = serializers.ListField(
        child=serializers.ChoiceField(choices=Sector.choices), required=False, max_length=len(Sector.values)
    )
    confirmed = Confirmed(required=False)


class EndRoundIn(StrictSerializer):
    """Which round is meant: another one may have begun meanwhile."""

    round = StrictUuid()


class AttentionIn(StrictSerializer):
    """What one wants to be told of: every message, mentions and replies (the usual), or nothing."""

    level = serializers.ChoiceField(choices=Attention.choices)


class MessageQuery(StrictSerializer):
    """Where to open a thread: around a message number; without it at the first unread message."""

    around = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)


class QuoteIn(StrictSerializer):
    """Words of another message of the thread, as they are shown; without `text` all of it, as it was put in
    `version` (without it the present one).
    """

    message_id = StrictUuid()
    text = PlainText(max_length=QUOTE_LENGTH, required=False, allow_null=True)
    version = StrictInteger(min_value=1, max_value=LARGEST_NUMBER, required=False, allow_null=True)


class AttachmentIn(StrictSerializer):
    """A file that one uploaded (`POST /files`) and that belongs to nothing yet. `alt` says what is in it to
    whoever cannot see it: a picture needs it.
    """

    file_id = StrictUuid()
    alt = PlainText(max_length=ALT_LENGTH, required=False, allow_blank=True)


class PostMessageIn(StrictSerializer):
    """A message. `client_id` is the sender's own: sending the same message again stores nothing new.
    `group_id` is the group in which its writer saw the thread: it is not told to the readers of another one.
    """

    client_id = StrictUuid()
    group_id = StrictUuid(required=False, allow_null=True)
    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    reply_to = StrictUuid(required=False, allow_null=True)
    on_behalf = StrictBoolean(required=False)
    mandate_id = StrictUuid(required=False, allow_null=True)
    quote = QuoteIn(required=False, allow_null=True)
    attachments = AttachmentIn(many=True, required=False, max_length=MOST_ATTACHMENTS)  # type: ignore[call-arg]
    confirmed = Confirmed(required=False)


class EditMessageIn(StrictSerializer):
    """A message in other words."""

    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    confirmed = Confirmed(required=False)


class MustReadIn(StrictSerializer):
    """By which day of the group's calendar the readers are asked to acknowledge a message; null: by none."""

    due_on = serializers.DateField(required=False, allow_null=True)


class AcknowledgeIn(StrictSerializer):
    """Which version of a message one had before one; without it the present one."""

    version = StrictInteger(min_value=1, max_value=LARGEST_NUMBER, required=False)


class MessageReportIn(StrictSerializer):
    """What is wrong with a message, for those who moderate the thread; something else takes a `note`."""

    fault = serializers.ChoiceField(choices=Fault.values)
    note = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)


class ModerateMessageIn(StrictSerializer):
    """The next step about a message. Hiding names the `fault`, which its readers see; the `note` is for the
    author and for who moderates.
    """

    to = serializers.ChoiceField(choices=[str(one) for one in Step])
    fault = serializers.ChoiceField(choices=Fault.values, required=False)
    note = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)


class HidingAppealIn(StrictSerializer):
    """Why a hidden message should be shown again."""

    note = PlainText(max_length=NOTE_LENGTH)


class PostCommandIn(PostMessageIn):
    """A message as a socket sends it: with its thread."""

    thread_id = StrictUuid()


class SpanField(serializers.ListField):
    """A range of message numbers: the first and the last, both included."""

    def __init__(self, **kwargs: Any) -> None:
        number = StrictInteger(min_value=1, max_value=LARGEST_NUMBER)
        super().__init__(child=number, min_length=2, max_length=2, **kwargs)


class MarkReadIn(StrictSerializer):
    """The messages that were seen."""

    ranges = serializers.ListField(
        child=SpanField(),
        max_length=MOST_SPANS,
        error_messages={"max_length": _("Send at most 100 ranges at once.")},
    )


class PutBackIn(StrictSerializer):
    """From which message on the thread is to wait again."""

    number = StrictInteger(min_value=1, max_value=LARGEST_NUMBER)


class ReadCommandIn(MarkReadIn):
    """What was seen, as a socket sends it: with its thread."""

    thread_id = StrictUuid()
