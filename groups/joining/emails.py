"""Invitation e-mails: texts, and rate limits.

An address is typed by a person who may be wrong, and an e-mail cannot be recalled. So the subject contains no
names, a hidden group is not named at all, and no free text from a form goes into it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from groups.common.periods import find_ended_day
from groups.common.texts import describe_role
from groups.initiative_groups.models import InitiativeGroup, Visibility
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.models import ARRIVAL, INVITATION, Invitation
from groups.joining.undelivered import record_lost_invitation_email
from groups.seats.models import Role
from viche.accounts.letters import LetterText, register_letter_writer
from viche.accounts.login_throttling import Counter, Limit
from viche.accounts.models import Gender, Letter, Loss
from viche.accounts.passwords.folding import fold_text
from viche.accounts.services.letters import request_letter
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.text import translate_field

MAIL_ACTOR = Actor.for_system("groups.letters")
DAY = timedelta(days=1)
# A group has some thirty seats; three hundred e-mails a day suffice to import a list and correct it.
PERSON_LIMIT = Limit("invitation_letters_by", 300, DAY)
GROUP_LIMIT = Limit("invitation_letters_into", 300, DAY)
ADDRESS_LIMIT = Limit("invitation_letters_to", 5, DAY)


# Requested by holders of a link who are not signed in; a hall full of people may share one network.
LINK_LIMIT = Limit("arrival_letters_by_link", 100, DAY)
NETWORK_LIMIT = Limit("arrival_letters_from", 60, timedelta(minutes=15))
# How long the link works that proves the address a person typed.
ARRIVAL_LIFETIME = timedelta(days=7)
LETTER_WAITS = gettext_lazy("The letter has not gone out yet: it is sent as soon as possible.")


def build_counters(person_id: UUID, group_id: UUID, address: str) -> list[Counter]:
    """Return the rate limit counters of an e-mail: by sender, by group, and by address."""
    return [
        PERSON_LIMIT.of(str(person_id)),
        GROUP_LIMIT.of(str(group_id)),
        ADDRESS_LIMIT.of(fold_text(address).strip()),
    ]


def send_invitation_email(invitation: Invitation, by: UUID) -> None:
    """Send the e-mail of an invitation to an address, on behalf of a person.

    Raises TooMany. Needs its creator loaded.
    """
    request_letter(
        actor=MAIL_ACTOR,
        purpose=INVITATION,
        address=invitation.email,
        about=invitation.pk,
        language=invitation.created_by.language,
        counters=build_counters(by, invitation.group_id, invitation.email),
    )


def send_arrival_email(invitation: Invitation, address: str, language: str) -> None:
    """Send an e-mail that proves the address of a person who wants to use a link.

    For an invitation to that address it is the invitation's own e-mail. Raises TooMany.
    """
    request_letter(
        actor=MAIL_ACTOR,
        purpose=INVITATION if invitation.email else ARRIVAL,
        address=address,
        about=invitation.pk,
        language=language,
        counters=[LINK_LIMIT.of(str(invitation.pk)), ADDRESS_LIMIT.of(fold_text(address).strip())],
    )


def is_invitation_valid(invitation: Invitation) -> bool:
    """Return whether an invitation is open and its creator may still invite.

    Needs the creator and the group with its territory loaded.
    """
    maker = Actor.for_person(invitation.created_by_id)
    may = invitation.created_by.is_active and GroupPolicy().can(maker, GroupAction.INVITE, invitation.group)
    return may and invitation.opens(now())


def _find_valid_invitation(letter: Letter, email: str) -> Invitation | None:
    rows = Invitation.objects.select_related("group__territory", "organisation", "created_by")
    invitation = rows.filter(pk__in=[letter.about], email=email).first()
    return invitation if invitation is not None and is_invitation_valid(invitation) else None


def _render_arrival(letter: Letter) -> LetterText | None:
    invitation = _find_valid_invitation(letter, email="")
    if invitation is None:
        return None
    until = min(invitation.expires_at, now() + ARRIVAL_LIFETIME)
    words = {
        "group": _describe_group(invitation.group),
        "until": describe_expiry(until, invitation.group.time_zone),
        "link": "%(link)s",
    }
    body = _(
        "Someone asked to join %(group)s with this address. The group meets at Viche, where "
        "institutions and communities decide together. Was it you? Then go on here; the link works "
        "%(until)s:\n\n"
        "%(link)s\n\n"
        "If it was not you, do nothing: nothing will happen, and this address is deleted within a "
        "month."
    )
    return LetterText(
        subject=_("Confirm your address for Viche"),
        body=body % words,
        page="/join",
        until=until,
        action=_("Go on"),
    )


def _render_invitation(letter: Letter) -> LetterText | None:
    invitation = _find_valid_invitation(letter, email=letter.address)
    if invitation is None:
        return None
    return LetterText(
        subject=_("An invitation to an initiative group"),
        body=_render_body(invitation),
        page="/join",
        until=invitation.expires_at,
        action=_("See the invitation"),
    )


def _handle_loss(letter: Letter) -> None:
    if letter.about is not None:
        why = Loss(letter.lost)
        record_lost_invitation_email(
            actor=MAIL_ACTOR, invitation_id=letter.about, address=letter.address, why=why
        )


def _render_body(invitation: Invitation) -> str:
    group = invitation.group
    return _(
        "%(person)s invites you to %(group)s. It meets at Viche, where institutions and communities "
        "decide together.\n\n"
        "Your role: %(role)s. Organisation: %(organisation)s. The invitation holds %(until)s.\n\n"
        "See what it is about and come in:\n\n"
        "%(link)s\n\n"
        "The link is for you alone: do not pass it on. If you have no account at Viche yet, you make one "
        "there. If you know nothing of this, do nothing: "
        "this address is forgotten a month after the invitation is over."
    ) % {
        "person": translate_field(invitation.created_by, "name"),
        "group": _describe_group(group),
        "role": describe_role(Role(invitation.role), Gender.NEUTRAL),
        "organisation": translate_field(invitation.organisation, "name"),
        "until": describe_expiry(invitation.expires_at, group.time_zone),
        "link": "%(link)s",
    }


def _describe_group(group: InitiativeGroup) -> str:
    if group.visibility == Visibility.HIDDEN:
        return _("an initiative group")
    return _("the initiative group “%(name)s”") % {"name": translate_field(group, "name")}


def describe_expiry(at: datetime, zone: str) -> str:
    """Return the expiry as text; midnight is given as the end of the day before."""
    if (day := find_ended_day(at, zone)) is not None:
        return _("until the end of %(day)s") % {"day": date_format(day)}
    there = at.astimezone(ZoneInfo(zone))
    return _("until %(moment)s") % {"moment": date_format(there, "DATETIME_FORMAT")}


register_letter_writer(INVITATION, _render_invitation, _handle_loss)
# Requested by holders of a link: a failed delivery concerns only them.
register_letter_writer(ARRIVAL, _render_arrival)
