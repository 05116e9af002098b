"""Notifications of guest shares: to the guest and, for a restricted object, to its readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import (
    build_personal_words,
    format_end,
    get_time_zone_of,
    list_concerned_recipients,
    load_recorded,
)
from groups.grants import find_container_by_kind
from groups.guest_shares.models import GuestShare
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.object_links import LinkView, describe
from viche.kernel.text import translate_field, translate_text
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual

# Sources of the readers who were named; guests are not told of other guests.
SEAT_SOURCES = frozenset({"membership", "deputyship"})


def _list_recipients(event: Event) -> Iterable[Recipient]:
    yield from list_concerned_recipients(event)
    kind = find_container_by_kind(event.data["container_type"])
    if kind is None or kind.policy is None or kind.emergency is None:
        return
    for obj in kind.model._default_manager.filter(pk=UUID(event.data["container_id"])):
        readers = kind.policy.readers(obj) if kind.emergency(obj) else {}
        for person_id, sources in readers.items():
            if any(source.kind in SEAT_SOURCES for source in sources):
                yield Recipient(person_id, "reads_it")


def _render_guest_title(view: LinkView) -> str:
    return _("Shared with you: “%(title)s”") % {"title": translate_text(view.title)}


def _render_guest_body(share: GuestShare, zone: str) -> str:
    words = {"until": format_end(share.until, zone), "reason": share.reason}
    return _("Open to you until %(until)s. Reason: %(reason)s") % words


def _render_reader_title(share: GuestShare, view: LinkView) -> str:
    words = {"guest": translate_field(share.person, "name"), "title": translate_text(view.title)}
    return _("%(guest)s is a guest of “%(title)s” now") % words


def _render_reader_body(share: GuestShare, zone: str) -> str:
    words = {"until": format_end(share.until, zone), "reason": share.reason}
    return _("Until %(until)s. Reason: %(reason)s") % words


def _render_guest_shared(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Return the notifications of shares that the reader can still see; ended ones are left out."""
    loaded = GuestShare.objects.select_related("person")
    shares: dict[UUID, GuestShare] = load_recorded(notifications, "share_id", loaded)
    seen = describe(reader, {(one.container_type, one.container_id) for one in shares.values()})
    zone = get_time_zone_of(reader)
    found = {}
    for pk, share in shares.items():
        view = seen.get((share.container_type, share.container_id))
        if view is None or share.ended_at is not None:
            continue
        if share.person_id == reader.person_id:
            found[pk] = build_personal_words(
                partial(_render_guest_title, view), partial(_render_guest_body, share, zone), view.url
            )
            continue
        found[pk] = NotificationText(
            title=render_bilingual(partial(_render_reader_title, share, view)),
            body=render_bilingual(partial(_render_reader_body, share, zone)),
            reason=render_bilingual(lambda: _("You are named among those who see this.")),
            url=view.url,
        )
    return found


register_notice(
    "groups.guest_shared", topic=Topic.MEMBERSHIP, recipients=_list_recipients, render=_render_guest_shared
)
