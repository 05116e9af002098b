"""Who is told that something is shared with a guest: the guest, and of something restricted its readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import concerned, recorded, told, until, zone_of
from groups.common.texts import active, local
from groups.grants import container_named
from groups.guest_shares.models import GuestShare
from viche.kernel.actor import Actor
from viche.kernel.links import LinkView, describe
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice

# Those who were named; another guest is not told of a guest.
AT_THE_TABLE = frozenset({"membership", "deputyship"})


def _guest_and_named(event: Event) -> Iterable[Recipient]:
    yield from concerned(event)
    kind = container_named(event.data["container_type"])
    if kind is None or kind.policy is None or kind.emergency is None:
        return
    for obj in kind.model._default_manager.filter(pk=UUID(event.data["container_id"])):
        readers = kind.policy.readers(obj) if kind.emergency(obj) else {}
        for person_id, sources in readers.items():
            if any(source.kind in AT_THE_TABLE for source in sources):
                yield Recipient(person_id, "reads_it")


def _shared(view: LinkView) -> str:
    return _("Shared with you: “%(title)s”") % {"title": active(view.title)}


def _shared_until(share: GuestShare, zone: str) -> str:
    words = {"until": until(share.until, zone), "reason": share.reason}
    return _("Open to you until %(until)s. Reason: %(reason)s") % words


def _joined(share: GuestShare, view: LinkView) -> str:
    words = {"guest": local(share.person, "name"), "title": active(view.title)}
    return _("%(guest)s is a guest of “%(title)s” now") % words


def _joined_until(share: GuestShare, zone: str) -> str:
    words = {"until": until(share.until, zone), "reason": share.reason}
    return _("Until %(until)s. Reason: %(reason)s") % words


def _guest_shared(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """What the reader cannot see now (the share is over, or taken back) is left out."""
    loaded = GuestShare.objects.select_related("person")
    shares: dict[UUID, GuestShare] = recorded(notifications, "share_id", loaded)
    seen = describe(reader, {(one.container_type, one.container_id) for one in shares.values()})
    zone = zone_of(reader)
    found = {}
    for pk, share in shares.items():
        view = seen.get((share.container_type, share.container_id))
        if view is None or share.ended_at is not None:
            continue
        if share.person_id == reader.person_id:
            found[pk] = told(partial(_shared, view), partial(_shared_until, share, zone), view.url)
            continue
        found[pk] = Words(
            title=in_both(partial(_joined, share, view)),
            body=in_both(partial(_joined_until, share, zone)),
            reason=in_both(lambda: _("You are named among those who see this.")),
            url=view.url,
        )
    return found


notice("groups.guest_shared", topic=Topic.MEMBERSHIP, recipients=_guest_and_named, render=_guest_shared)
