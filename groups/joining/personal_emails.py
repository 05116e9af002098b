"""E-mails of personal invitations: texts, and whether the creator may still give the offer.

As in every invitation the subject contains no names, and the text neither free text from a form nor the title
of a shared object.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.periods import COUNTRY_ZONE
from groups.common.texts import describe_office
from groups.grants import get_container_by_kind
from groups.joining.emails import ADDRESS_LIMIT, MAIL_ACTOR, PERSON_LIMIT, describe_expiry
from groups.joining.models import PERSONAL, PersonalInvitation
from groups.joining.policies import PersonalInvitationPolicy
from groups.joining.undelivered import record_lost_personal_email
from groups.offices.models import OfficeKind
from viche.accounts.letters import LetterText, register_letter_writer
from viche.accounts.models import Gender, Letter, Loss
from viche.accounts.passwords.folding import fold_text
from viche.accounts.services.letters import request_letter
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.text import translate_field

OFFER_RELATIONS = ("created_by", "organisation", "territory")


def send_personal_email(invitation: PersonalInvitation, by: UUID) -> None:
    """Send the e-mail of a personal invitation, on behalf of a person.

    Raises TooMany. Needs its creator loaded.
    """
    request_letter(
        actor=MAIL_ACTOR,
        purpose=PERSONAL,
        address=invitation.email,
        about=invitation.pk,
        language=invitation.created_by.language,
        counters=[PERSON_LIMIT.of(str(by)), ADDRESS_LIMIT.of(fold_text(invitation.email).strip())],
    )


def is_offer_valid(invitation: PersonalInvitation) -> bool:
    """Return whether it is open and its creator may still give the offer.

    Needs `OFFER_RELATIONS` loaded.
    """
    if not invitation.created_by.is_active or not invitation.opens(now()):
        return False
    return PersonalInvitationPolicy.may_give(Actor.for_person(invitation.created_by_id), invitation)


def _render_letter(letter: Letter) -> LetterText | None:
    rows = PersonalInvitation.objects.select_related(*OFFER_RELATIONS)
    invitation = rows.filter(pk__in=[letter.about], email=letter.address).first()
    if invitation is None or not is_offer_valid(invitation):
        return None
    return LetterText(
        subject=_("An invitation to Viche"),
        body=_render_body(invitation),
        page="/invitation",
        until=invitation.expires_at,
        action=_("See the invitation"),
    )


def _render_body(invitation: PersonalInvitation) -> str:
    return _(
        "%(person)s invites you to Viche, where institutions and communities decide together.\n\n"
        "You are offered: %(offer)s. The invitation holds %(until)s.\n\n"
        "See what it is about and answer:\n\n"
        "%(link)s\n\n"
        "The link is for you alone: do not pass it on. If you have no account at Viche yet, you make one "
        "there. If you know nothing of this, do nothing: "
        "this address is forgotten a month after the invitation is over."
    ) % {
        "person": translate_field(invitation.created_by, "name"),
        "offer": describe_offer(invitation),
        "until": describe_expiry(invitation.expires_at, COUNTRY_ZONE),
        "link": "%(link)s",
    }


def describe_offer(invitation: PersonalInvitation) -> str:
    """Return the offer as text in the active language, without a title.

    Needs `OFFER_RELATIONS` loaded.
    """
    if invitation.organisation is not None:
        return _("to name the representatives of %(organisation)s") % {
            "organisation": translate_field(invitation.organisation, "name")
        }
    if invitation.territory is not None:
        words = {
            "office": describe_office(OfficeKind(invitation.office), Gender.NEUTRAL),
            "territory": translate_field(invitation.territory, "name"),
        }
        return _("the office “%(office)s”, %(territory)s") % words
    return str(get_container_by_kind(invitation.container_type).offer)


def _handle_loss(letter: Letter) -> None:
    if letter.about is not None:
        why, address = Loss(letter.lost), letter.address
        record_lost_personal_email(
            actor=MAIL_ACTOR, personal_invitation_id=letter.about, address=address, why=why
        )


register_letter_writer(PERSONAL, _render_letter, _handle_loss)
