"""Recipients of the notifications about threads and messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from dialogue.acknowledgements.selectors import list_pending_acknowledger_ids
from dialogue.lifecycle.events import Stage
from dialogue.messages.mentions import mentions_in, resolve_mentions
from dialogue.messages.selectors import get_notifiable_message_unscoped, wordings_of
from dialogue.models import (
    AccessState,
    Attention,
    FloorStep,
    Message,
    Round,
    Thread,
    ThreadAttention,
    ThreadMove,
)
from dialogue.moderation.policies import list_deciding_moderators
from dialogue.reading.selectors import get_notification_levels_of
from dialogue.rounds.selectors import list_pending_speaker_ids
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import list_facilitating_reader_ids, list_reader_ids
from dialogue.transfer.events import ThreadMerged
from groups.policies import FACILITATE, list_grantees_of
from viche.kernel.models import Event
from viche.notifications.registry import Recipient, build_recipients

# Codes of the reason of a notification.
NAMED, ONE_OF_NAMED, ANSWERED, FOLLOWS = "named", "one_of_named", "answered", "follows"
ASKED, LEADS, LEADS_THREAD, READS = "asked", "leads", "leads_thread", "reads_it"
MODERATES, WROTE, SPEAKS = "moderates", "wrote", "speaks_for_sector"
WROTE_MOVED, FOLLOWED_MOVED, MUTED_MOVED = "wrote_what_went", "followed_what_went", "muted_what_went"
LEADS_GROUP, LED_THREAD, ANSWERED_BY_MAIL = "leads_group", "led_thread", "answered_by_mail"
IN_GROUP = "in_group"


# ---- messages ----------------------------------------------------------------------------------------------


def list_addressed(event: Event) -> Iterable[Recipient]:
    """Return the people to notify: those named, the author replied to, and followers.

    People who have muted the thread are left out, and so are people named by an earlier version of the
    message already.
    """
    message = get_notifiable_message_unscoped(event.subject_id)
    attention = get_notification_levels_of(message.thread)
    version = event.data["of_version"]
    found = _list_newly_named(message, version)
    if version == 1:
        answered = [message.parent.author_id] if message.parent is not None else []
        found += build_recipients(ANSWERED, answered)
        found += build_recipients(FOLLOWS, (pk for pk, level in attention.items() if level == Attention.ALL))
    found.sort(key=lambda one: (NAMED, ANSWERED, ONE_OF_NAMED, FOLLOWS).index(one.reason))
    return [one for one in found if attention.get(one.person_id) != Attention.MUTED]


def _list_newly_named(message: Message, version: int) -> list[Recipient]:
    """Return the people first named by this version and still named by the message."""
    wordings = {**wordings_of(message), message.version: message.body}
    before = [mentions_in(body) for number, body in wordings.items() if number < version]
    then, now, *earlier = resolve_mentions(
        message.thread, mentions_in(wordings.get(version, "")), mentions_in(message.body), *before
    )
    known = {pk for people in earlier for pk in people}
    return [
        Recipient(pk, NAMED if by_name else ONE_OF_NAMED)
        for pk, by_name in now.items()
        if pk in then and pk not in known
    ]


def list_pending_acknowledgers(event: Event) -> Iterable[Recipient]:
    """Return the people who have not acknowledged the message, even if they mute the thread."""
    message = get_notifiable_message_unscoped(event.subject_id)
    return build_recipients(ASKED, list_pending_acknowledger_ids(message))


def list_moderators(event: Event) -> Iterable[Recipient]:
    """Return the moderators who may decide about the message; never its author."""
    message = get_notifiable_message_unscoped(event.subject_id)
    return build_recipients(MODERATES, list_deciding_moderators(message))


def find_author(event: Event) -> Iterable[Recipient]:
    return [Recipient(get_notifiable_message_unscoped(event.subject_id).author_id, WROTE)]


# ---- threads -----------------------------------------------------------------------------------------------


def list_readers(event: Event) -> Iterable[Recipient]:
    thread = Thread.objects.select_related("group", "facilitator").filter(pk=event.subject_id).first()
    return build_recipients(READS, ThreadPolicy().readers(thread)) if thread else []


def list_concerned_by_opening(event: Event) -> Iterable[Recipient]:
    """Return the facilitator of an opened thread and, where the event says so, its readers.

    The person who created it is left out.
    """
    thread = Thread.objects.select_related("facilitator", "group").get(pk=event.subject_id)
    found = [Recipient(thread.facilitator.person_id, LEADS_THREAD)] if thread.facilitator else []
    if event.data.get("notifies_readers"):
        found += build_recipients(READS if thread.is_restricted else IN_GROUP, list_reader_ids(thread))
    return [one for one in found if one.person_id != thread.created_by_id]


def find_successor(event: Event) -> Iterable[Recipient]:
    """Return the new facilitator, even if they mute the thread, unless they did it themselves."""
    step = FloorStep.objects.select_related("successor").get(pk=event.data["step_id"])
    if step.successor is None or step.successor.person_id == step.person_id:
        return []
    return [Recipient(step.successor.person_id, LEADS_THREAD)]


def list_pending_speakers(event: Event) -> Iterable[Recipient]:
    """Return the people who may speak for a sector that has not spoken, except the round's initiator.

    People who mute the thread are left out. Empty when the round is over.
    """
    row = Round.objects.select_related("thread").get(pk=event.data["round_id"])
    if row.over_at is not None:
        return []
    attention = get_notification_levels_of(row.thread)
    people = list_pending_speaker_ids(row) - {row.started_by_id}
    return build_recipients(SPEAKS, (pk for pk in people if attention.get(pk) != Attention.MUTED))


def list_concerned_by_stage(event: Event) -> Iterable[Recipient]:
    """Return the followers the day before the last one, the facilitators from then on.

    The facilitators are notified even if they mute the thread; if it has none, the facilitators of its group
    who may read it are.
    """
    thread = Thread.objects.select_related("group").get(pk=event.subject_id)
    reading = list_reader_ids(thread)
    if event.data["stage"] == Stage.NEAR:
        levels = get_notification_levels_of(thread)
        follow = {pk for pk, level in levels.items() if level == Attention.ALL}
        return build_recipients(FOLLOWS, follow & reading)
    leaders = list_facilitating_reader_ids(thread) or reading.intersection(
        list_grantees_of(thread.group, FACILITATE)
    )
    return build_recipients(LEADS, leaders & reading)


# ---- transfers and requests --------------------------------------------------------------------------------


def list_concerned_by_transfer(event: Event) -> Iterable[Recipient]:
    """Return the authors of transferred messages, and the followers of the former thread.

    People who mute that thread are left out, unless a merge mutes the other thread for them, too.
    """
    thread = Thread.objects.get(pk=event.data["thread_id"])
    attention = get_notification_levels_of(thread)
    went = Message.objects.filter(thread=thread, moved_to__thread=event.data["into_id"])
    found = [
        *build_recipients(WROTE_MOVED, went.order_by().values_list("author", flat=True).distinct()),
        *build_recipients(FOLLOWED_MOVED, (pk for pk, level in attention.items() if level == Attention.ALL)),
    ]
    unmuted = [one for one in found if attention.get(one.person_id) != Attention.MUTED]
    return [*unmuted, *build_recipients(MUTED_MOVED, _list_muted_by_merge(event, attention))]


def _list_muted_by_merge(event: Event, attention: Mapping[UUID, str]) -> Iterable[UUID]:
    if event.kind != ThreadMerged.kind:
        return []
    muted = [pk for pk, level in attention.items() if level == Attention.MUTED]
    there = ThreadAttention.objects.filter(
        thread=event.data["into_id"], level=Attention.MUTED, person__in=muted
    )
    return there.values_list("person", flat=True)


def list_former_facilitators(event: Event) -> Iterable[Recipient]:
    """Return the facilitators of the former group, and the thread's former facilitator."""
    move = ThreadMove.objects.select_related("before").get(pk=event.data["move_id"])
    led_by = event.data["led_by"]
    return [
        *build_recipients(LEADS_GROUP, list_grantees_of(move.before, FACILITATE)),
        *build_recipients(LED_THREAD, [UUID(led_by)] if led_by else []),
    ]


def list_request_deciders(event: Event) -> Iterable[Recipient]:
    return build_recipients(LEADS, map(UUID, event.data["people"]))


def find_requester(event: Event) -> Iterable[Recipient]:
    """Return the requester if the request was granted or declined.

    They withdrew it themselves, or it is over and needs no notification.
    """
    is_answered = event.data["state"] in (AccessState.GRANTED, AccessState.DECLINED)
    return [Recipient(UUID(event.data["person_id"]), ASKED)] if is_answered else []
