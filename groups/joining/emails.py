"""The words of letters by which people come into a group, and how many of them there may be.

An address is written by somebody who may be wrong about it, and a letter stays where it went. So its subject
names nobody, a hidden group is not named at all, and nothing that anybody typed into a form goes into it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from groups.common.periods import day_over
from groups.common.texts import DAY_AS_SAID, local, role_name
from groups.initiative_groups.models import InitiativeGroup, Visibility
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.models import ARRIVAL, INVITATION, Invitation
from groups.joining.undelivered import note_invitation_lost
from groups.seats.models import Role
from viche.accounts.attempts import Counter, Limit
from viche.accounts.letters import Written, writes
from viche.accounts.models import Gender, Letter, Loss
from viche.accounts.passwords.words import folded
from viche.accounts.services.letters import ask_for_letter
from viche.kernel.actor import Actor
from viche.kernel.clock import now

MAILER = Actor.for_system("groups.letters")
DAY = timedelta(days=1)
# A group has some thirty seats; three hundred letters a day are a list taken in with one mistake mended.
BY_PERSON = Limit("invitation_letters_by", 300, DAY)
INTO_GROUP = Limit("invitation_letters_into", 300, DAY)
TO_ADDRESS = Limit("invitation_letters_to", 5, DAY)


# Asked for by who holds a link and is not signed in; a hall full of people may share one network.
BY_LINK = Limit("arrival_letters_by_link", 100, DAY)
FROM_NETWORK = Limit("arrival_letters_from", 60, timedelta(minutes=15))
# How long the link works by which somebody proves the address that they typed.
ARRIVAL_LIVES = timedelta(days=7)
LETTER_WAITS = gettext_lazy("The letter has not gone out yet: it is sent as soon as possible.")


def counters_of(person_id: UUID, group_id: UUID, address: str) -> list[Counter]:
    """What a letter counts against: who has it sent, into which group, and to which address from anywhere."""
    return [
        BY_PERSON.of(str(person_id)),
        INTO_GROUP.of(str(group_id)),
        TO_ADDRESS.of(folded(address).strip()),
    ]


def have_sent(invitation: Invitation, by: UUID) -> None:
    """Have the letter of an invitation to an address sent, for a person. Raises TooMany. Needs its maker."""
    ask_for_letter(
        actor=MAILER,
        purpose=INVITATION,
        address=invitation.email,
        about=invitation.pk,
        language=invitation.created_by.language,
        counters=counters_of(by, invitation.group_id, invitation.email),
    )


def have_arrival_sent(invitation: Invitation, address: str, language: str) -> None:
    """Have a letter sent to who wants to come in by a link, to the address that they prove by it.

    Where the invitation is for that address, it is the invitation’s own letter. Raises TooMany.
    """
    ask_for_letter(
        actor=MAILER,
        purpose=INVITATION if invitation.email else ARRIVAL,
        address=address,
        about=invitation.pk,
        language=language,
        counters=[BY_LINK.of(str(invitation.pk)), TO_ADDRESS.of(folded(address).strip())],
    )


def still_offered(invitation: Invitation) -> bool:
    """Whether it opens something, and its maker may still invite. Needs maker and group with territory."""
    maker = Actor.for_person(invitation.created_by_id)
    may = invitation.created_by.is_active and GroupPolicy().can(maker, GroupAction.INVITE, invitation.group)
    return may and invitation.opens(now())


def _offered_by(letter: Letter, email: str) -> Invitation | None:
    rows = Invitation.objects.select_related("group__territory", "organisation", "created_by")
    invitation = rows.filter(pk__in=[letter.about], email=email).first()
    return invitation if invitation is not None and still_offered(invitation) else None


def _arrival(letter: Letter) -> Written | None:
    invitation = _offered_by(letter, email="")
    if invitation is None:
        return None
    until = min(invitation.expires_at, now() + ARRIVAL_LIVES)
    words = {
        "group": _named(invitation.group),
        "until": held_until(until, invitation.group.time_zone),
        "link": "%(link)s",
    }
    body = _(
        "Somebody wants to come to %(group)s with this address. It meets at Viche, where institutions and "
        "communities decide together. Was it you? Then go on here; the link works %(until)s:\n\n"
        "%(link)s\n\n"
        "If it was not you, do nothing: nothing comes of it, and this address is forgotten within a month."
    )
    return Written(
        subject=_("Confirm your address for Viche"),
        body=body % words,
        page="/join",
        until=until,
        action=_("Go on"),
    )


def _invitation(letter: Letter) -> Written | None:
    invitation = _offered_by(letter, email=letter.address)
    if invitation is None:
        return None
    return Written(
        subject=_("An invitation to an initiative group"),
        body=_words(invitation),
        page="/join",
        until=invitation.expires_at,
        action=_("See the invitation"),
    )


def _lost(letter: Letter) -> None:
    if letter.about is not None:
        why = Loss(letter.lost)
        note_invitation_lost(actor=MAILER, invitation_id=letter.about, address=letter.address, why=why)


def _words(invitation: Invitation) -> str:
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
        "person": local(invitation.created_by, "name"),
        "group": _named(group),
        "role": role_name(Role(invitation.role), Gender.NEUTRAL),
        "organisation": local(invitation.organisation, "name"),
        "until": held_until(invitation.expires_at, group.time_zone),
        "link": "%(link)s",
    }


def _named(group: InitiativeGroup) -> str:
    if group.visibility == Visibility.HIDDEN:
        return _("an initiative group")
    return _("the initiative group “%(name)s”") % {"name": local(group, "name")}


def held_until(at: datetime, zone: str) -> str:
    """One that ends at midnight holds to the end of the day before."""
    if (day := day_over(at, zone)) is not None:
        return _("until the end of %(day)s") % {"day": date_format(day, DAY_AS_SAID)}
    there = at.astimezone(ZoneInfo(zone))
    return _("until %(moment)s") % {"moment": date_format(there, f"{DAY_AS_SAID}, H:i")}


writes(INVITATION, _invitation, _lost)
# Asked for by who holds a link: that it did not arrive concerns them alone.
writes(ARRIVAL, _arrival)
