"""Whom this room tells of emergency access, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from groups.authority.territorial import Reach, offices_held
from groups.break_glass.access_log import reads_of_emergency
from groups.break_glass.models import BreakGlass, GlassStanding
from groups.break_glass.policies import GlassPolicy
from groups.break_glass.selectors import emergencies_as_they_are
from groups.common.notification_text import because, concerned, moment, recorded, zone_of
from groups.common.texts import local
from groups.grants import container_named
from groups.initiative_groups.models import InitiativeGroup
from groups.offices.models import OfficeKind
from viche.accounts.models import User
from viche.accounts.roles import holders_of_offices
from viche.accounts.selectors import administrators
from viche.kernel.actor import Actor
from viche.kernel.links import describe
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice
from viche.privacy.registry import RECORDED


def _who_may_answer(event: Event) -> Iterable[Recipient]:
    """Administrators, and whoever coordinates the territory or protects its data."""
    group = InitiativeGroup.objects.select_related("territory").get(pk=UUID(event.data["group_id"]))
    offices = [one for kind in OfficeKind for one in offices_held(kind)]
    within = {
        one.person_id for one in offices if Reach((one.territory.prefix,)).covers([group.territory.code])
    }
    return [Recipient(pk, "decides") for pk in within.union(administrators())]


def _everybody_concerned(event: Event) -> Iterable[Recipient]:
    """Whoever reads the thing, those who protect data there, and whoever asked. Nobody can decline this.

    Of what a command on the server opened also everybody who holds an office.
    """
    kind = container_named(event.data["container_type"])
    found = [Recipient(UUID(event.data["person_id"]), "concerns_you")]
    if kind is not None and kind.policy is not None:
        for obj in kind.model._default_manager.filter(pk=UUID(event.data["container_id"])):
            found += [Recipient(pk, "reads_it") for pk in kind.policy.readers(obj)]
    found += _who_may_answer(event)
    found += [Recipient(pk, "spoke") for pk in _whose_words(event)]
    if event.actor_id is None:
        found += [Recipient(pk, "holds_office") for pk in sorted(holders_of_offices())]
    return found


def _whose_words(event: Event) -> Iterable[UUID]:
    """Those whose words are opened, whether they still see them or not."""
    concerned_by = [
        Exists(cast("Any", one)(OuterRef("pk")).filter(thing=UUID(event.data["container_id"])))
        for one in RECORDED[event.data["container_type"]].concerns
    ]
    if not concerned_by:
        return ()
    whose = User.objects.filter(reduce(or_, concerned_by), is_active=True)
    return whose.order_by("pk").values_list("pk", flat=True)


WHY_TOLD = {
    "decides": lambda: _("You decide on emergency access here."),
    "reads_it": lambda: _("You take part in what was opened."),
    "concerns_you": lambda: _("This concerns you personally."),
    "spoke": lambda: _("You said something there that is read now."),
    "holds_office": lambda: _("You hold an office, or run the system."),
}


def _asked_glass(glass: BreakGlass) -> str:
    words = {"person": local(glass.asked_by, "name"), "group": local(glass.group, "name")}
    return _("%(person)s asks for emergency access in the group “%(group)s”") % words


def _opened_glass(glass: BreakGlass) -> str:
    words = {"person": local(glass.asked_by, "name"), "group": local(glass.group, "name")}
    return _("Emergency access in the group “%(group)s”: %(person)s reads what is restricted") % words


def _refused_glass(glass: BreakGlass) -> str:
    return _("Emergency access was refused: “%(group)s”") % {"group": local(glass.group, "name")}


def _ended_glass(glass: BreakGlass) -> str:
    return _("Emergency access has ended early: “%(group)s”") % {"group": local(glass.group, "name")}


def _opened_words() -> str:
    return _("Emergency access: somebody reads what you said where you do not take part any more")


def _opened_by(glass: BreakGlass, zone: str) -> str:
    """Without a title and without the reason, which may tell of what the reader does not see."""
    words = {"person": local(glass.asked_by, "name"), "until": moment(glass.until or glass.expires_at, zone)}
    return _("Who reads: %(person)s, until %(until)s. Your record shows what they opened.") % words


def _opened_on_server() -> str:
    return _("A command on the server opened emergency access")


def _opened_on_server_because(glass: BreakGlass, zone: str) -> str:
    """Without the group, which the reader may not know."""
    words = {"person": local(glass.asked_by, "name"), "until": moment(glass.until or glass.expires_at, zone)}
    return _("Who reads: %(person)s, until %(until)s. Reason of the command: %(note)s") % {
        **words,
        "note": glass.note,
    }


def _asked_because(glass: BreakGlass, zone: str) -> str:
    words = {"reason": glass.reason, "until": moment(glass.expires_at, zone)}
    return _("Reason: %(reason)s Answer until %(until)s.") % words


def _opened_because(glass: BreakGlass, zone: str) -> str:
    on_server = _("a command on the server (%(note)s)") % {"note": glass.note}
    by = local(glass.answered_by, "name") if glass.answered_by is not None else on_server
    words = {"reason": glass.reason, "by": by, "until": moment(glass.until or glass.expires_at, zone)}
    return _("Reason: %(reason)s Approved by: %(by)s. Until %(until)s; it is only read.") % words


def _refused_because(glass: BreakGlass, _zone: str) -> str:
    return because(glass.note)


def _ended_by(glass: BreakGlass, _zone: str) -> str:
    by = local(glass.ended_by, "name") if glass.ended_by is not None else ""
    return _("Ended by: %(by)s.") % {"by": by} if by else ""


def _emergencies(
    title: Callable[[BreakGlass], str], body: Callable[[BreakGlass, str], str], *standings: GlassStanding
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    """Words for who sees the request or the thing; whoever sees the thing is led there."""

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        rows: dict[UUID, BreakGlass] = recorded(notifications, "break_glass_id", emergencies_as_they_are())
        views = describe(reader, {(one.container_type, one.container_id) for one in rows.values()})
        theirs = GlassPolicy().visible_to(reader).filter(pk__in={one.pk for one in rows.values()})
        sees, zone = set(theirs.values_list("pk", flat=True)), zone_of(reader)
        reasons, found = {one.id: one.reason for one in notifications}, {}
        for pk, row in rows.items():
            view = views.get((row.container_type, row.container_id))
            if (view is not None or row.pk in sees) and (not standings or row.standing in standings):
                url = f"/break-glass/{row.pk}" if row.pk in sees or view is None else view.url
                found[pk] = Words(
                    title=in_both(partial(title, row)),
                    body=in_both(partial(body, row, zone)),
                    reason=in_both(WHY_TOLD[reasons[pk]]),
                    url=url,
                    shows=tuple(reads_of_emergency(reader, row) if row.pk in sees else ()),
                )
            elif reasons[pk] == "holds_office":
                found[pk] = Words(
                    title=in_both(_opened_on_server),
                    body=in_both(partial(_opened_on_server_because, row, zone)),
                    reason=in_both(WHY_TOLD["holds_office"]),
                    url="/break-glass",
                )
            elif reasons[pk] == "spoke":
                found[pk] = Words(
                    title=in_both(_opened_words),
                    body=in_both(partial(_opened_by, row, zone)),
                    reason=in_both(WHY_TOLD["spoke"]),
                    url="/settings/my-data/seen",
                )
        return found

    return render


notice(
    "groups.break_glass_asked",
    topic=Topic.ACCOUNT,
    recipients=_who_may_answer,
    render=_emergencies(_asked_glass, _asked_because, GlassStanding.ASKED),
)
notice(
    "groups.break_glass_approved",
    topic=Topic.ACCOUNT,
    recipients=_everybody_concerned,
    render=_emergencies(_opened_glass, _opened_because),
)
notice(
    "groups.break_glass_refused",
    topic=Topic.ACCOUNT,
    recipients=concerned,
    render=_emergencies(_refused_glass, _refused_because),
)
notice(
    "groups.break_glass_ended",
    topic=Topic.ACCOUNT,
    recipients=concerned,
    render=_emergencies(_ended_glass, _ended_by),
)
