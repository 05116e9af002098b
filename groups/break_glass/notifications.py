"""Notifications about emergency access: recipients and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from groups.authority.territorial import TerritorialScope, list_current_offices
from groups.break_glass.access_log import list_reads_of_emergency
from groups.break_glass.models import BreakGlass, GlassStanding
from groups.break_glass.policies import BreakGlassPolicy
from groups.break_glass.selectors import list_emergencies_unscoped
from groups.common.notification_text import (
    describe_given_reason,
    format_moment,
    get_time_zone_of,
    list_concerned_recipients,
    load_recorded,
)
from groups.grants import find_container_by_kind
from groups.initiative_groups.models import InitiativeGroup
from groups.offices.models import OfficeKind
from viche.accounts.models import User
from viche.accounts.roles import find_office_holder_ids
from viche.accounts.selectors import list_administrator_ids
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.object_links import describe
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual
from viche.privacy.registry import RECORDED_KINDS


def _list_deciders(event: Event) -> Iterable[Recipient]:
    """Return administrators and the territory's coordinators and data protection officers."""
    group = InitiativeGroup.objects.select_related("territory").get(pk=UUID(event.data["group_id"]))
    offices = [one for kind in OfficeKind for one in list_current_offices(kind)]
    within = {
        one.person_id
        for one in offices
        if TerritorialScope((one.territory.prefix,)).covers([group.territory.code])
    }
    return [Recipient(pk, "decides") for pk in within.union(list_administrator_ids())]


def _list_concerned(event: Event) -> Iterable[Recipient]:
    """Return the readers of the object, the deciders, the authors of its texts, and the requester.

    Approval by a command on the server is also notified to all holders of an office. Recipients cannot
    unsubscribe from these notifications.
    """
    kind = find_container_by_kind(event.data["container_type"])
    found = [Recipient(UUID(event.data["person_id"]), "concerns_you")]
    if kind is not None and kind.policy is not None:
        for obj in kind.model._default_manager.filter(pk=UUID(event.data["container_id"])):
            found += [Recipient(pk, "reads_it") for pk in kind.policy.readers(obj)]
    found += _list_deciders(event)
    found += [Recipient(pk, "spoke") for pk in _list_authors(event)]
    if event.actor_id is None:
        found += [Recipient(pk, "holds_office") for pk in sorted(find_office_holder_ids())]
    return found


def _list_authors(event: Event) -> Iterable[UUID]:
    """Return ids of active people with texts in the object, whether or not they may still read it."""
    concerned_by = [
        Exists(cast("Any", one)(OuterRef("pk")).filter(thing=UUID(event.data["container_id"])))
        for one in RECORDED_KINDS[event.data["container_type"]].concerns
    ]
    if not concerned_by:
        return ()
    whose = User.objects.filter(reduce(or_, concerned_by), is_active=True)
    return whose.order_by("pk").values_list("pk", flat=True)


REASON_TEXTS = {
    "decides": lambda: _("You decide on emergency access here."),
    "reads_it": lambda: _("You take part in what was opened."),
    "concerns_you": lambda: _("This concerns you personally."),
    "spoke": lambda: _("You said something there that is read now."),
    "holds_office": lambda: _("You hold an office, or run the system."),
}


def _render_asked_title(glass: BreakGlass) -> str:
    words = {"person": translate_field(glass.asked_by, "name"), "group": translate_field(glass.group, "name")}
    return _("%(person)s asks for emergency access in the group “%(group)s”") % words


def _render_opened_title(glass: BreakGlass) -> str:
    words = {"person": translate_field(glass.asked_by, "name"), "group": translate_field(glass.group, "name")}
    return _("Emergency access in the group “%(group)s”: %(person)s reads what is restricted") % words


def _render_refused_title(glass: BreakGlass) -> str:
    return _("Emergency access was refused: “%(group)s”") % {"group": translate_field(glass.group, "name")}


def _render_ended_title(glass: BreakGlass) -> str:
    return _("Emergency access has ended early: “%(group)s”") % {
        "group": translate_field(glass.group, "name")
    }


def _render_author_title() -> str:
    return _("Emergency access: somebody reads what you said where you do not take part any more")


def _render_author_body(glass: BreakGlass, zone: str) -> str:
    """Render the body for an author, without title and reason, which may reveal what they may not see."""
    words = {
        "person": translate_field(glass.asked_by, "name"),
        "until": format_moment(glass.until or glass.expires_at, zone),
    }
    return _("Who reads: %(person)s, until %(until)s. Your record shows what they opened.") % words


def _render_server_approval_title() -> str:
    return _("A command on the server opened emergency access")


def _render_server_approval_body(glass: BreakGlass, zone: str) -> str:
    """Render the body for an office holder, without the group, which they may not know of."""
    words = {
        "person": translate_field(glass.asked_by, "name"),
        "until": format_moment(glass.until or glass.expires_at, zone),
    }
    return _("Who reads: %(person)s, until %(until)s. Reason of the command: %(note)s") % {
        **words,
        "note": glass.note,
    }


def _render_asked_body(glass: BreakGlass, zone: str) -> str:
    words = {"reason": glass.reason, "until": format_moment(glass.expires_at, zone)}
    return _("Reason: %(reason)s Answer until %(until)s.") % words


def _render_opened_body(glass: BreakGlass, zone: str) -> str:
    on_server = _("a command on the server (%(note)s)") % {"note": glass.note}
    by = translate_field(glass.answered_by, "name") if glass.answered_by is not None else on_server
    words = {"reason": glass.reason, "by": by, "until": format_moment(glass.until or glass.expires_at, zone)}
    return _("Reason: %(reason)s Approved by: %(by)s. Until %(until)s; it is only read.") % words


def _render_refused_body(glass: BreakGlass, _zone: str) -> str:
    return describe_given_reason(glass.note)


def _render_ended_body(glass: BreakGlass, _zone: str) -> str:
    by = translate_field(glass.ended_by, "name") if glass.ended_by is not None else ""
    return _("Ended by: %(by)s.") % {"by": by} if by else ""


def _build_renderer(
    title: Callable[[BreakGlass], str], body: Callable[[BreakGlass, str], str], *standings: GlassStanding
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    """Build a renderer of notifications for readers who see the request or the object.

    Readers who see only the object get a link to it. Office holders and authors who see neither get a text
    with less detail. With `standings`, requests in another state are left out.
    """

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        rows: dict[UUID, BreakGlass] = load_recorded(
            notifications, "break_glass_id", list_emergencies_unscoped()
        )
        views = describe(reader, {(one.container_type, one.container_id) for one in rows.values()})
        theirs = BreakGlassPolicy().visible_to(reader).filter(pk__in={one.pk for one in rows.values()})
        sees, zone = set(theirs.values_list("pk", flat=True)), get_time_zone_of(reader)
        reasons, found = {one.id: one.reason for one in notifications}, {}
        for pk, row in rows.items():
            view = views.get((row.container_type, row.container_id))
            if (view is not None or row.pk in sees) and (not standings or row.standing in standings):
                url = f"/break-glass/{row.pk}" if row.pk in sees or view is None else view.url
                found[pk] = NotificationText(
                    title=render_bilingual(partial(title, row)),
                    body=render_bilingual(partial(body, row, zone)),
                    reason=render_bilingual(REASON_TEXTS[reasons[pk]]),
                    url=url,
                    shows=tuple(list_reads_of_emergency(reader, row) if row.pk in sees else ()),
                )
            elif reasons[pk] == "holds_office":
                found[pk] = NotificationText(
                    title=render_bilingual(_render_server_approval_title),
                    body=render_bilingual(partial(_render_server_approval_body, row, zone)),
                    reason=render_bilingual(REASON_TEXTS["holds_office"]),
                    url="/break-glass",
                )
            elif reasons[pk] == "spoke":
                found[pk] = NotificationText(
                    title=render_bilingual(_render_author_title),
                    body=render_bilingual(partial(_render_author_body, row, zone)),
                    reason=render_bilingual(REASON_TEXTS["spoke"]),
                    url="/settings/my-data/seen",
                )
        return found

    return render


register_notice(
    "groups.break_glass_asked",
    topic=Topic.ACCOUNT,
    recipients=_list_deciders,
    render=_build_renderer(_render_asked_title, _render_asked_body, GlassStanding.ASKED),
)
register_notice(
    "groups.break_glass_approved",
    topic=Topic.ACCOUNT,
    recipients=_list_concerned,
    render=_build_renderer(_render_opened_title, _render_opened_body),
)
register_notice(
    "groups.break_glass_refused",
    topic=Topic.ACCOUNT,
    recipients=list_concerned_recipients,
    render=_build_renderer(_render_refused_title, _render_refused_body),
)
register_notice(
    "groups.break_glass_ended",
    topic=Topic.ACCOUNT,
    recipients=list_concerned_recipients,
    render=_build_renderer(_render_ended_title, _render_ended_body),
)
