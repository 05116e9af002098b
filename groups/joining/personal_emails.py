"""What is offered to one person: whether its maker may still give it, and the words of its letter.

As of every invitation: its subject names nobody, and nothing that anybody typed into a form goes into it, nor
the title of something that is shared.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.periods import COUNTRY_ZONE
from groups.common.texts import local, office_name
from groups.grants import kind_named
from groups.joining.emails import BY_PERSON, MAILER, TO_ADDRESS, held_until
from groups.joining.models import PERSONAL, PersonalInvitation
from groups.joining.policies import PersonalInvitationPolicy
from groups.joining.undelivered import note_personal_invitation_lost
from groups.offices.models import OfficeKind
from viche.accounts.letters import Written, writes
from viche.accounts.models import Gender, Letter, Loss
from viche.accounts.passwords.words import folded
from viche.accounts.services.letters import ask_for_letter
from viche.kernel.actor import Actor
from viche.kernel.clock import now

ABOUT = ("created_by", "organisation", "territory")


def have_personal_sent(invitation: PersonalInvitation, by: UUID) -> None:
    """Have the letter sent, for a person. Raises TooMany. Needs its maker."""
    ask_for_letter(
        actor=MAILER,
        purpose=PERSONAL,
        address=invitation.email,
        about=invitation.pk,
        language=invitation.created_by.language,
        counters=[BY_PERSON.of(str(by)), TO_ADDRESS.of(folded(invitation.email).strip())],
    )


def still_given(invitation: PersonalInvitation) -> bool:
    """Whether it opens something, and its maker may still give that. Needs what it is about."""
    if not invitation.created_by.is_active or not invitation.opens(now()):
        return False
    return PersonalInvitationPolicy.may_give(Actor.for_person(invitation.created_by_id), invitation)


def _letter(letter: Letter) -> Written | None:
    rows = PersonalInvitation.objects.select_related(*ABOUT)
    invitation = rows.filter(pk__in=[letter.about], email=letter.address).first()
    if invitation is None or not still_given(invitation):
        return None
    return Written(
        subject=_("An invitation to Viche"),
        body=_words(invitation),
        page="/invitation",
        until=invitation.expires_at,
        action=_("See the invitation"),
    )


def _words(invitation: PersonalInvitation) -> str:
    return _(
        "%(person)s invites you to Viche, where institutions and communities decide together.\n\n"
        "You are offered: %(offer)s. The invitation holds %(until)s.\n\n"
        "See what it is about and answer:\n\n"
        "%(link)s\n\n"
        "The link is for you alone: do not pass it on. If you have no account at Viche yet, you make one "
        "there. If you know nothing of this, do nothing: "
        "this address is forgotten a month after the invitation is over."
    ) % {
        "person": local(invitation.created_by, "name"),
        "offer": offer_of(invitation),
        "until": held_until(invitation.expires_at, COUNTRY_ZONE),
        "link": "%(link)s",
    }


def offer_of(invitation: PersonalInvitation) -> str:
    """What is offered, in the language that is active, without a title. Needs what it is about."""
    if invitation.organisation is not None:
        return _("to name the representatives of %(organisation)s") % {
            "organisation": local(invitation.organisation, "name")
        }
    if invitation.territory is not None:
        words = {
            "office": office_name(OfficeKind(invitation.office), Gender.NEUTRAL),
            "territory": local(invitation.territory, "name"),
        }
        return _("the office “%(office)s”, %(territory)s") % words
    return str(kind_named(invitation.container_type).offer)


def _lost(letter: Letter) -> None:
    if letter.about is not None:
        why, address = Loss(letter.lost), letter.address
        note_personal_invitation_lost(
            actor=MAILER, personal_invitation_id=letter.about, address=address, why=why
        )


writes(PERSONAL, _letter, _lost)
