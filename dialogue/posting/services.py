"""Post messages, idempotently by their `client_id`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.messages.attachments import (
    NewAttachment,
    attach_files,
    has_same_attachments,
    list_attachment_texts,
)
from dialogue.messages.mentions import (
    check_message_disclosure,
    mentions_in,
    strip_mention_words,
    validate_body,
)
from dialogue.messages.models import BODY_LENGTH, Message
from dialogue.messages.quotes import Quoted, build_quote, has_same_quote
from dialogue.posting.context import PostingContext, PostingRequest, load_posting_contexts
from dialogue.posting.errors import refuse_reused_client_id
from dialogue.posting.gate import PostingGate, is_posting_serialised
from dialogue.posting.rate_limit import check_message_rate
from dialogue.posting.store import store_messages
from dialogue.threads.access import get_thread_access
from dialogue.threads.loaders import require_person
from dialogue.threads.policies import Action, ThreadPolicy, check_thread_action
from groups.models import Mandate
from groups.selectors import choose_mandate, prefetch_principals
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, DomainError, Invalid, NotFound
from viche.kernel.events import (
    open_unit_of_work,
)
from viche.kernel.policy import check_scopes
from viche.kernel.services import Reason, service

MOVED_SINCE = _(
    "The thread was taken to another group since this was written: others read it now. Send it again if they "
    "may read this, too."
)
MAX_ATTEMPTS = 3  # concurrent requests may win, and a batch may contain the same message twice


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to post. If `client_id` is known for this author, the stored message is returned instead.

    - `mandate_id` chooses one of the author's mandates in the group; by default it is the first.
    - `on_behalf`: the author speaks for the organisation of the mandate, not personally.
    - `by_mail`: the message came by e-mail; it does not count as a turn in a round.
    - `group_id`: the group of the thread when the message was written. If the thread has moved since, it is
      not posted, because other people read it there.
    - `is_first`: the thread is created with it, maybe as a draft.
    """

    actor: Actor
    client_id: UUID
    body: str
    reply_to: UUID | None = None
    on_behalf: bool = False
    mandate_id: UUID | None = None
    quote: Quoted | None = None
    attachments: Sequence[NewAttachment] = ()
    by_mail: bool = False
    group_id: UUID | None = None
    is_first: bool = False

    @property
    def name(self) -> tuple[UUID | None, UUID]:
        """The key that identifies a repeated post: author and `client_id`."""
        return self.actor.person_id, self.client_id


@service(Action.POST, whole=False)
def post_message(
    *,
    actor: Actor,
    thread_id: UUID,
    client_id: UUID,
    body: str,
    reply_to: UUID | None = None,
    on_behalf: bool = False,
    mandate_id: UUID | None = None,
    quote: Quoted | None = None,
    attachments: Sequence[NewAttachment] = (),
    by_mail: bool = False,
    group_id: UUID | None = None,
) -> Message:
    """Post a message in a thread. The parameters are the fields of `NewMessage`.

    The author and the mandate of the returned message are loaded; its `is_new` is false when it was stored by
    an earlier call. Raises NotFound, Forbidden, Invalid, PersonalData, RetryLater, and Conflict when
    `client_id` was used for a different message or the thread has moved out of `group_id`.
    """
    post = NewMessage(
        actor=actor,
        client_id=client_id,
        body=body,
        reply_to=reply_to,
        on_behalf=on_behalf,
        mandate_id=mandate_id,
        quote=quote,
        attachments=attachments,
        by_mail=by_mail,
        group_id=group_id,
    )
    (answer,) = _post_with_retries(thread_id, [post])
    if isinstance(answer, DomainError):
        raise answer
    return answer


@service(Action.POST, whole=False)
def post_messages(*, thread_id: UUID, posts: Sequence[NewMessage]) -> list[Message | DomainError]:
    """Post messages of several people in one thread, in this order.

    Returns, for each post, the message that `post_message` would return or the error that it would raise.
    """
    return _post_with_retries(thread_id, posts)


@service(Reason.STEP)
def post_first_message(*, thread_id: UUID, post: NewMessage) -> Message:
    """Post the first message of a thread within the unit of work that creates it, also of a draft.

    Raises Forbidden, Invalid, PersonalData, RetryLater, and Conflict when a message under its `client_id` is
    stored already.
    """
    person_id = require_person(post.actor)
    (context,) = load_posting_contexts(thread_id, [PostingRequest(person_id, post.client_id, None)])
    message = _validate_post(replace(post, is_first=True), context)
    check_message_rate(person_id)
    prefetch_principals([(message.author_id, message.mandate)])
    if not message._state.adding or not store_messages([message], alone=False):
        raise Conflict
    return message


def _post_with_retries(thread_id: UUID, posts: Sequence[NewMessage]) -> list[Message | DomainError]:
    answers: dict[int, Message | DomainError] = {}
    for nth_round in range(MAX_ATTEMPTS):
        # Of posts with the same key only the first is tried: the next attempt finds the others stored.
        waiting = {post.name: nth for nth, post in reversed(list(enumerate(posts))) if nth not in answers}
        if not waiting:
            break
        some = {nth: posts[nth] for nth in sorted(waiting.values())}
        answers |= _post_once(thread_id, some, counts=nth_round == 0)
    return [answers.get(nth) or Conflict() for nth in range(len(posts))]


def _post_once(
    thread_id: UUID, posts: dict[int, NewMessage], *, counts: bool
) -> dict[int, Message | DomainError]:
    """Return the results that are known after one attempt, by the index of the post.

    An index without a result must be tried again, because a concurrent request changed the thread or stored
    the same message. Only the first attempt counts against the rate limit (`counts`).
    """
    answers: dict[int, Message | DomainError] = {}
    speakers = {nth: post for nth, post in posts.items() if post.actor.person_id is not None}
    questions = [
        PostingRequest(require_person(one.actor), one.client_id, one.reply_to) for one in speakers.values()
    ]
    found = dict(zip(speakers, load_posting_contexts(thread_id, questions) if questions else (), strict=True))
    for nth, post in posts.items():
        try:
            answers[nth] = message = _validate_post(post, found.get(nth))
            if counts and message._state.adding:
                check_message_rate(require_person(post.actor))
        except DomainError as error:
            answers[nth] = error
    messages = {nth: one for nth, one in answers.items() if isinstance(one, Message)}
    prefetch_principals((one.author_id, one.mandate) for one in messages.values())
    fresh = {nth: one for nth, one in messages.items() if one._state.adding}
    return {nth: one for nth, one in answers.items() if nth not in fresh} | _store_new(fresh)


def _store_new(fresh: dict[int, Message]) -> dict[int, Message | DomainError]:
    """Store new messages of one thread; indexes missing from the result must be tried again."""
    thread = next((one.thread for one in fresh.values()), None)
    if thread is None:
        return {}
    if not is_posting_serialised(thread):
        return {**fresh} if store_messages(list(fresh.values())) else {}
    with open_unit_of_work():
        floor = PostingGate(thread, fresh)
        let = {nth: one for nth, one in fresh.items() if nth not in floor.refused}
        stored = not let or store_messages(list(let.values()), alone=False)
        if stored:
            floor.keep(let.values())
    answers = {nth: one for nth, one in floor.refused.items() if one is not None}
    return {**answers, **let} if stored else {**answers}


def _validate_post(post: NewMessage, ground: PostingContext | None) -> Message:
    """Return a validated message to store, or the message stored under the same key.

    Raises what `post_message` raises.
    """
    actor = post.actor
    author_id = require_person(actor)
    check_scopes(actor, *ThreadPolicy().scopes_of(Action.POST))
    if ground is None:
        raise NotFound
    thread = ground.bind_actor(actor)
    if not get_thread_access(actor, thread).can_read(thread):
        raise NotFound
    check_thread_action(actor, Action.READ, thread)
    message = Message(
        thread=thread,
        author_id=author_id,
        client_id=post.client_id,
        body=validate_text("/body", post.body, BODY_LENGTH),
        parent_id=post.reply_to,
        on_behalf=post.on_behalf,
    )
    if ground.stored:
        return _get_stored(message, post)
    if not (post.is_first and thread.is_draft):
        check_thread_action(actor, Action.POST, thread)
    if post.group_id not in (None, thread.group_id):
        raise Conflict("thread_moved", MOVED_SINCE)
    message.can_facilitate = get_thread_access(actor, thread).can_facilitate(thread)
    message.by_mail = post.by_mail
    if post.reply_to is not None and not ground.holds_parent:
        raise Invalid.field(
            "/reply_to", "not_in_thread", _("The message that this answers is not in this thread.")
        )
    if "@[" in message.body:
        message.body = validate_body(actor, thread, message.body)
    beside = list_attachment_texts(post.attachments)
    message.posted_by = check_message_disclosure(actor, message.body, public=thread.is_public, beside=beside)
    if post.quote is not None:
        build_quote(message, post.quote)
    if post.attachments:
        attach_files(message, post.attachments)
    named = bool(mentions_in(message.body))
    # All readers of a draft are notified when it is opened.
    message.is_addressed = not thread.is_draft and (named or ground.followed or message.parent_id is not None)
    message.author = ground.author
    message.mandate = _choose_mandate(post, ground.mandates)
    return message


def _get_stored(message: Message, post: NewMessage) -> Message:
    """Return the message stored under the same key. Raises Conflict when it is a different message."""
    known = Message.objects.select_related("author", "mandate__organisation").get(
        author=message.author_id, client_id=message.client_id
    )
    same = (
        _is_same_place(known, message)
        and known.on_behalf == message.on_behalf
        and post.mandate_id in (None, known.mandate_id)
        # Texts, quotes and attachments cannot be compared once the message was edited, deleted or hidden.
        and (
            known.is_silent
            or (has_same_quote(known, post.quote) and has_same_attachments(known, post.attachments))
        )
        and (
            strip_mention_words(known.body) == strip_mention_words(message.body)
            or known.edited_at is not None
            or known.is_silent
        )
    )
    if not same:
        raise refuse_reused_client_id()
    return known


def _is_same_place(known: Message, message: Message) -> bool:
    """Return whether two messages belong to the same thread and answer the same message.

    Also true when the stored message, or the message that it replies to, was moved to another thread since.
    """
    if (known.thread_id, known.parent_id) == (message.thread_id, message.parent_id):
        return True
    taken = [pk for pk in (known.pk, message.parent_id) if pk is not None]
    return Message.objects.filter(moved_to__in=taken, thread=message.thread_id).exists()


def _choose_mandate(post: NewMessage, mandates: Sequence[Mandate]) -> Mandate | None:
    mandate = choose_mandate(mandates, post.mandate_id)
    if post.on_behalf and mandate is None:
        raise Invalid.field(
            "/on_behalf", "no_mandate", _("You speak personally here: you have no mandate in this group.")
        )
    return mandate
