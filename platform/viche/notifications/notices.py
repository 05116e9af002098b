"""How an event becomes notifications: recipients, reasons and texts.

Apps register it through `registry`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import Text, render_bilingual
from viche.notifications.models import Channel, Delivery, Notification, Topic

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to notify, and the code of the reason, which the notice turns into text."""

    person_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that the reader can take directly from a notification.

    `do` names the action for programs, `about` is the id of its object, `url` the page (a path) that asks for
    the rest; fetching that page changes nothing.
    """

    do: str
    label: Text
    about: UUID
    url: str


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that is attached to an e-mail, such as an invitation to a calendar."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class NotificationText:
    """The text of a notification: title, body, reason, and the path that it links to.

    `action` is the label of the button in an e-mail (None: “Open”); `offers` are further buttons, the most
    fitting first. `shows` lists restricted or personal content, for the access log of the inbox. `restricted`
    texts name something that not every member of a group may know. `answers` is the object to which a reply
    to the e-mail is posted, where replies are accepted. `mute` is a button in the e-mail that unsubscribes
    the reader from this object: a POST to its address needs no sign-in. `needs_answer`: it waits for the
    reader to act. `build_file` makes the file that an e-mail brings, in the active language.
    """

    title: Text
    body: Text
    reason: Text
    url: str
    action: Text | None = None
    shows: tuple[Read, ...] = ()
    restricted: bool = False
    offers: tuple[Offer, ...] = ()
    answers: UUID | None = None
    mute: Offer | None = None
    needs_answer: bool = False
    build_file: Callable[[], MailFile] | None = None


@dataclass(frozen=True, slots=True)
class MailItem:
    """A delivery and its present text, as an item of a mail."""

    delivery: Delivery
    words: NotificationText


@dataclass(frozen=True, slots=True)
class Mutable:
    """An object that a reader may mute: `offer` mutes it, `find_muted` returns which of some are muted."""

    about: UUID
    offer: Callable[[Actor, UUID], Offer]
    find_muted: Callable[[Actor, Collection[UUID]], Collection[UUID]]


@dataclass(frozen=True, slots=True)
class NoticeContext(Generic[T]):
    """One notification for its reader, with the `row` that its notice loaded for it."""

    reader: Actor
    row: T
    notification: Notification

    @property
    def event(self) -> Event:
        return self.notification.event

    @property
    def reason(self) -> str:
        return self.notification.reason


Recipients = Callable[[Event], Iterable[Recipient]]
# Returns the row of each notification, by its id, as far as the reader may see it now.
Loader = Callable[[Actor, Sequence[Notification]], Mapping[UUID, T]]
Template = str | Promise
Choice = Template | Callable[[NoticeContext[T]], Template]
# A lazy text is a template of the notice's `fields`; a mapping has a text for each code of a reason.
Words = Choice[T] | Mapping[str, Choice[T]]
NeedsAnswer = Callable[[NoticeContext[T]], bool]
Complete = Callable[
    [Actor, Sequence[Notification], Mapping[UUID, NotificationText]], Mapping[UUID, NotificationText]
]


@dataclass(frozen=True)
class Notice(Generic[T]):
    """How one kind of event is notified. `T` is what `load` returns for a notification.

    - `recipients(event)` returns them, the most fitting reason first (each person is notified once). The
      actor of the event is left out, unless another person may have acted in their name (`also_who_did_it`).
    - `load(reader, notifications)` returns a row for each notification. It omits notifications that the
      reader may not see now, and `still_true` obsolete ones; these are not created, listed or sent.
    - Texts are evaluated once in each language. A translated text is a template that `fields` fill in; other
      strings, such as the words of a person, stay as they are. `shows`, `answers` and `action` are those of
      `NotificationText`; what `shows` something is `restricted` in any case.
    - `not_muted` names the object that the reader may mute: an e-mail has a link for it. Notifications of a
      muted object stay in the inbox, but are not sent by e-mail or push.
    - `about` names the kind of object by which the inbox groups notifications (`ABOUT_KEYS`); None: by none.
    - `attaches` makes the file that an e-mail brings; it is called for e-mails alone.
    - `needs_answer` says whether the reader still has to act; None: this kind of notice never asks that.
    - `delay` is how long after the event `recipients` are asked, so that what is undone at once is not told.
    - `complete(reader, notifications, words)` adds details that are expensive and needed only for display; it
      is skipped when notifications are created or counted.
    """

    kind: str
    _: KW_ONLY
    topic: Topic
    recipients: Recipients
    load: Loader[T]
    title: Words[T]
    body: Words[T]
    reason: Words[T]
    url: Words[T]
    fields: Callable[[NoticeContext[T]], Mapping[str, object]] = lambda _context: {}
    still_true: Callable[[NoticeContext[T]], bool] = lambda _context: True
    action: Words[T] | None = None
    shows: Callable[[NoticeContext[T]], Iterable[Read]] = lambda _context: ()
    restricted: Callable[[NoticeContext[T]], bool] = lambda _context: False
    answers: Callable[[NoticeContext[T]], UUID | None] = lambda _context: None
    not_muted: Callable[[NoticeContext[T]], Mutable | None] = lambda _context: None
    about: str | None = None
    attaches: Callable[[NoticeContext[T]], MailFile] | None = None
    needs_answer: NeedsAnswer[T] | None = None
    complete: Complete | None = None
    channels: Sequence[Channel] = tuple(Channel)
    also_who_did_it: bool = False
    delay: timedelta = timedelta(0)

    def list_contexts(
        self, reader: Actor, notifications: Sequence[Notification], *, outside: bool = False
    ) -> list[NoticeContext[T]]:
        """Return the notifications that the reader may see now; `outside` the inbox without muted ones."""
        rows = self.load(reader, notifications)
        shown = [one for one in notifications if one.pk in rows and self._has_words_for(one.reason)]
        found = [NoticeContext(reader, rows[one.pk], one) for one in shown]
        return self._filter_unmuted(reader, [one for one in found if self.still_true(one)], outside)

    def _has_words_for(self, reason: str) -> bool:
        # Stored reasons may be those of an earlier release.
        texts = (self.title, self.body, self.reason, self.url, self.action)
        return all(reason in words for words in texts if isinstance(words, Mapping))

    def _filter_unmuted(
        self, reader: Actor, contexts: list[NoticeContext[T]], outside: bool
    ) -> list[NoticeContext[T]]:
        mutable = [self.not_muted(one) for one in contexts] if outside else []
        ids = {one.about for one in mutable if one is not None}
        if not ids:
            return contexts
        (find_muted,) = {one.find_muted for one in mutable if one is not None}
        muted = find_muted(reader, ids)
        pairs = zip(contexts, mutable, strict=True)
        return [context for context, one in pairs if one is None or one.about not in muted]

    def render(self, context: NoticeContext[T]) -> NotificationText:
        mutable = self.not_muted(context)
        shows = tuple(self.shows(context))
        return NotificationText(
            title=self._render_both(self.title, context),
            body=self._render_both(self.body, context),
            reason=self._render_both(self.reason, context),
            url=self._render(self.url, context),
            action=None if self.action is None else self._render_both(self.action, context),
            shows=shows,
            restricted=bool(shows) or self.restricted(context),
            answers=self.answers(context),
            mute=None if mutable is None else mutable.offer(context.reader, mutable.about),
            needs_answer=self.needs_answer is not None and self.needs_answer(context),
            build_file=None if self.attaches is None else partial(self.attaches, context),
        )

    def _render_both(self, words: Words[T], context: NoticeContext[T]) -> Text:
        return render_bilingual(lambda: self._render(words, context))

    def _render(self, words: Words[T], context: NoticeContext[T]) -> str:
        chosen = words[context.reason] if isinstance(words, Mapping) else words
        template = chosen(context) if callable(chosen) else chosen
        return str(template) % self.fields(context) if isinstance(template, Promise) else template


def load_rows(
    find: Callable[[Actor, Collection[UUID]], Iterable[T]], key: str = "", *, by: str = "pk"
) -> Loader[T]:
    """Return a loader of one row for each notification: the subject of its event, or the id under `key`.

    `find(reader, ids)` returns the rows that the reader may see, whose attribute `by` holds the id.
    """

    def load(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, T]:
        ids = {one.pk: UUID(one.event.data[key]) if key else one.subject_id for one in notifications}
        rows = {getattr(row, by): row for row in find(reader, set(ids.values()))}
        return {pk: rows[row_id] for pk, row_id in ids.items() if row_id in rows}

    return load


def load_rows_unscoped(rows: QuerySet[Row], key: str = "") -> Loader[Row]:
    """Return a loader of `rows`, narrowed to no reader: for recipients who may always read them."""
    return load_rows(lambda _reader, ids: rows.filter(pk__in=ids), key)


def load_nothing(_reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, None]:
    """Load no row: the texts need none, and every recipient may read them."""
    return dict.fromkeys(one.pk for one in notifications)


def build_recipients(reason: str, people: Iterable[UUID]) -> list[Recipient]:
    """Return recipients with the same reason, in a fixed order."""
    return [Recipient(pk, reason) for pk in sorted(people)]


def find_person(reason: str, key: str = "person_id") -> Recipients:
    """Return a finder of the one person whose id an event recorded under `key`, if there is one."""
    return lambda event: [Recipient(UUID(event.data[key]), reason)] if event.data[key] else []


# Returns which of some groups an actor can see now.
VisibleGroups = Callable[[Actor, Iterable[UUID]], set[UUID]]

NOTICES: dict[str, Notice[Any]] = {}
# Kind of object that the inbox groups notifications by → the key of its id in the data of their events.
ABOUT_KEYS = {
    "action": "action_id",
    "decision": "decision_id",
    "dossier": "dossier_id",
    "thread": "thread_id",
}
VISIBLE_GROUPS: list[VisibleGroups] = []


def always(_context: NoticeContext[Any]) -> bool:
    """Return True: `needs_answer` of notices that are not visible any more once they were answered."""
    return True


def list_kinds_needing_answer() -> list[str]:
    return [kind for kind, notice in NOTICES.items() if notice.needs_answer is not None]


def find_about(notification: Notification) -> tuple[str, UUID] | None:
    """Return the kind and id of the object by which the inbox groups a notification, None without one."""
    notice = NOTICES.get(notification.kind)
    if notice is None or notice.about is None:
        return None
    return notice.about, UUID(notification.event.data[ABOUT_KEYS[notice.about]])


def group_of(event: Event) -> UUID | None:
    """Return the id of the group to which an event belongs, None without one."""
    named = event.data.get("group_id")
    return UUID(named) if named else None
