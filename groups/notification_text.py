"""Texts of the notifications about groups, seats, mandates and access."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _, ngettext

from groups import recipients
from groups.break_glass.access_log import list_reads_of_emergency
from groups.common.periods import find_ended_day
from groups.common.texts import describe_office, describe_role
from groups.joining.personal_emails import describe_offer
from groups.models import (
    GroupState,
    JoinRequest,
    Mandate,
    Membership,
    Office,
    OfficeKind,
    PersonalInvitation,
    Role,
)
from groups.notification_rows import (
    DeputyNews,
    FacilitatorNews,
    GlassNews,
    InvitationNews,
    SeatNews,
    ShareNews,
    UnfacilitatedNews,
    load_emergencies,
    load_mandates,
)
from groups.policies import MandateAction, MandatePolicy
from groups.recipients import find_concerned
from viche.accounts.models import Loss
from viche.kernel.access_log import Read
from viche.kernel.text import translate_field, translate_text
from viche.notifications.registry import Loader, Notice, NoticeContext, Recipients, Template, Topic, Words

T = TypeVar("T")

REASONS: dict[str, Template] = {
    recipients.CONCERNED: _("This concerns you personally."),
    recipients.YOUR_MANDATE: _("This concerns you personally."),
    recipients.SEATED: _("You are a member of this group."),
    recipients.LEADS: _("You lead this group."),
    recipients.LEADS_THERE: _("You lead or coordinate a group where this mandate sits."),
    recipients.LED: _("You led this group."),
    recipients.OVERSEES: _("You oversee personal data in this territory."),
    recipients.COORDINATES: _("You coordinate the territory of this group."),
    recipients.ADMINISTRATOR: _("You give offices."),
    recipients.MAY_ANSWER: _("You answer who asks for a seat in this group."),
    recipients.MADE_IT: _("You made this invitation."),
    recipients.DECIDES: _("You decide on emergency access here."),
    recipients.READS: _("You take part in what was opened."),
    recipients.SPOKE: _("You said something there that is read now."),
    recipients.HOLDS_OFFICE: _("You hold an office, or run the system."),
}
POSITION = _("Position: %(position)s. By: %(document)s.")
BY_DOCUMENT = _("By: %(document)s.")
GIVEN_REASON = _("Reason: %(reason)s")
STATE_TITLES: dict[str, Template] = {
    GroupState.ACTIVE: _("The group “%(group)s” is active"),
    GroupState.SUSPENDED: _("The group “%(group)s” is suspended"),
    GroupState.DISSOLVED: _("The group “%(group)s” is dissolved"),
}
LOSSES: dict[str, Template] = {
    Loss.REFUSED: _(
        "The mail server refuses letters to this address. If it is wrong, revoke the invitation and make "
        "another; if it is right, tell the person in another way."
    ),
    Loss.BOUNCED: _(
        "The e-mail came back: this address does not exist. If it is wrong, revoke the invitation "
        "and make another."
    ),
    Loss.RETURNED: _(
        "The e-mail came back, although the address may be right: for example, the mailbox is "
        "full. Send it again later, or tell the person in another way."
    ),
}
GIVEN_UP = _(
    "No mail server took the letter, however often it was tried. Send it again later, or tell the person "
    "in another way."
)


# ---- fields of the templates -------------------------------------------------------------------------------


def format_moment(at: datetime, zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")


def format_end(end: datetime, zone: str) -> str:
    """Return the end as text: a moment, or for midnight the day that ends then."""
    day = find_ended_day(end, zone)
    if day is None:
        return format_moment(end, zone)
    return _("the end of %(day)s") % {"day": date_format(day)}


def get_name(row: object | None) -> str:
    """Return a bilingual name in the active language; empty without a row."""
    return translate_field(row, "name")


def describe_seat(seat: Membership) -> dict[str, str]:
    mandate = seat.mandate
    return {
        "group": get_name(seat.group),
        "person": get_name(mandate.person),
        "role": describe_role(Role(seat.role), mandate.person.grammatical_gender),
        "organisation": get_name(mandate.organisation),
        "position": translate_field(mandate, "position"),
    }


def describe_own_seat(context: NoticeContext[SeatNews]) -> str:
    text = _("Your role: %(role)s. You represent: %(organisation)s.") % describe_seat(context.row.seat)
    answer = context.row.answer
    return " ".join([text, GIVEN_REASON % {"reason": answer}] if answer else [text])


def describe_mandate(mandate: Mandate) -> dict[str, str]:
    before = mandate.predecessor
    return {
        "person": get_name(mandate.person),
        "organisation": get_name(mandate.organisation),
        "position": translate_field(mandate, "position"),
        "document": mandate.document,
        "predecessor": get_name(before.person) if before is not None else "",
    }


def describe_deputyship(context: NoticeContext[DeputyNews]) -> dict[str, str]:
    row, zone = context.row.deputyship, context.row.zone
    return {
        "deputy": get_name(row.deputy),
        "holder": get_name(row.mandate.person),
        "organisation": get_name(row.mandate.organisation),
        "start": format_moment(row.starts_at, zone),
        "end": format_end(row.ends_at, zone),
    }


def describe_office_fields(office: Office) -> dict[str, str]:
    return {
        "office": describe_office(OfficeKind(office.kind), office.person.grammatical_gender),
        "territory": get_name(office.territory),
        "document": office.document,
        "reason": office.end_reason,
    }


def describe_request(request: JoinRequest) -> dict[str, str]:
    return {
        "person": get_name(request.person),
        "group": get_name(request.group),
        "organisation": get_name(request.organisation),
        "position": translate_field(request, "position"),
        "reason": request.reason,
    }


def describe_lost_invitation(context: NoticeContext[InvitationNews]) -> str:
    row = context.row.invitation
    if isinstance(row, PersonalInvitation):
        text = _("To: %(address)s. You offer: %(offer)s.") % {
            "address": row.email,
            "offer": describe_offer(row),
        }
    else:
        text = _("To: %(address)s. For: %(organisation)s.") % {
            "address": row.email,
            "organisation": get_name(row.organisation),
        }
    return f"{text} {LOSSES.get(context.event.data['why'], GIVEN_UP)}"


def describe_share(context: NoticeContext[ShareNews]) -> dict[str, str]:
    share, zone = context.row.share, context.row.zone
    return {
        "guest": get_name(share.person),
        "title": translate_text(context.row.view.title),
        "until": format_end(share.until, zone),
        "reason": share.reason,
    }


def describe_glass(context: NoticeContext[GlassNews]) -> dict[str, str]:
    glass, zone = context.row.glass, context.row.zone
    on_server = _("a command on the server (%(note)s)") % {"note": glass.note}
    return {
        "person": get_name(glass.asked_by),
        "group": get_name(glass.group),
        "reason": glass.reason,
        "note": glass.note,
        "until": format_moment(glass.until or glass.expires_at, zone),
        "by": get_name(glass.answered_by) if glass.answered_by is not None else on_server,
    }


def describe_facilitator_loss(context: NoticeContext[FacilitatorNews]) -> dict[str, str]:
    """Return the fields. `cause` names another person; a facilitator's own decision is called that."""
    row = context.row
    if row.actor is None:
        cause: Template = _("A term has ended, or the account was closed.")
    elif row.actor == row.person:
        cause = _("It was their own decision.")
    else:
        cause = _("Done by: %(name)s.") % {"name": get_name(row.actor)}
    return {
        "person": get_name(row.person),
        "group": get_name(row.group),
        "place": get_name(row.group.territory),
        "cause": str(cause),
    }


def describe_own_loss(context: NoticeContext[FacilitatorNews]) -> str:
    cause = describe_facilitator_loss(context)["cause"]
    ask = _("If this is a mistake, tell the data protection officer of the territory.")
    return f"{cause} {ask}" if context.row.actor is not None else cause


def name_unfacilitated(context: NoticeContext[UnfacilitatedNews]) -> str:
    groups = context.row.groups
    names = ", ".join(_("“%(name)s”") % {"name": get_name(one)} for one in groups)
    words = ngettext(
        "The group %(names)s has no facilitator now",
        "These groups have no facilitator now: %(names)s",
        len(groups),
    )
    return words % {"names": names}


def get_opened_title(context: NoticeContext[GlassNews]) -> Template:
    if context.row.is_open:
        return _("Emergency access in the group “%(group)s”: %(person)s reads what is restricted")
    if context.reason == recipients.HOLDS_OFFICE:
        return _("A command on the server opened emergency access")
    return _("Emergency access: someone is reading what you wrote where you no longer take part")


def get_opened_body(context: NoticeContext[GlassNews]) -> Template:
    """Return the body; without group and reason of the request for readers who may not know them."""
    if context.row.is_open:
        return _("Reason: %(reason)s Approved by: %(by)s. Until %(until)s; it is only read.")
    if context.reason == recipients.HOLDS_OFFICE:
        return _("Who reads: %(person)s, until %(until)s. Reason of the command: %(note)s")
    return _("Who reads: %(person)s, until %(until)s. Your record shows what they opened.")


def build_glass_url(context: NoticeContext[GlassNews]) -> str:
    """Return the request; of an object alone for its readers, and where authors see who read it."""
    row = context.row
    if row.is_seen:
        return f"/break-glass/{row.glass.pk}"
    if row.view is not None:
        return row.view.url
    return "/break-glass" if context.reason == recipients.HOLDS_OFFICE else "/settings/my-data/seen"


# ---- what notices have in common ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class GroupsNotice(Notice[T]):
    """A notice about memberships; by default one for the person whom it concerns."""

    topic: Topic = Topic.MEMBERSHIP
    recipients: Recipients = find_concerned
    reason: Words[T] = field(default_factory=lambda: REASONS)
    url: Words[T] = "/"


@dataclass(frozen=True, kw_only=True)
class MandateNotice(GroupsNotice[Mandate]):
    """A notice about a mandate, for its holder and for the leaders of the groups where it sits."""

    load: Loader[Mandate] = load_mandates
    still_true: Callable[[NoticeContext[Mandate]], bool] = lambda n: (
        n.row.ended_at is None and may_read_mandate(n)
    )
    fields: Callable[[NoticeContext[Mandate]], Mapping[str, object]] = lambda n: describe_mandate(n.row)
    body: Words[Mandate] = POSITION
    url: Words[Mandate] = lambda n: (
        f"/organisations/{n.row.organisation_id}" if n.reason == recipients.LEADS_THERE else "/"
    )


def may_read_mandate(context: NoticeContext[Mandate]) -> bool:
    return context.reason != recipients.LEADS_THERE or MandatePolicy().can(
        context.reader, MandateAction.READ, context.row
    )


@dataclass(frozen=True, kw_only=True)
class GlassNotice(GroupsNotice[GlassNews]):
    """A notice about emergency access, for readers who see the request or the object."""

    topic: Topic = Topic.ACCOUNT
    load: Loader[GlassNews] = load_emergencies
    still_true: Callable[[NoticeContext[GlassNews]], bool] = lambda n: n.row.is_open
    fields: Callable[[NoticeContext[GlassNews]], Mapping[str, object]] = describe_glass
    url: Words[GlassNews] = build_glass_url
    shows: Callable[[NoticeContext[GlassNews]], Iterable[Read]] = lambda n: (
        list_reads_of_emergency(n.reader, n.row.glass) if n.row.is_seen else ()
    )
    restricted: Callable[[NoticeContext[GlassNews]], bool] = lambda _n: True
