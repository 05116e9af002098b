"""Sign-ins of the demo community, offered in development."""

from __future__ import annotations

from uuid import UUID

from viche.accounts.events import DemoSignInOffered
from viche.accounts.models import DemoSignIn
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def offer_demo_sign_in(
    *,
    actor: Actor,
    person_id: UUID,
    hint_uk: str,
    hint_en: str,
    position: int,
    organisation_uk: str = "",
    organisation_en: str = "",
    sector: str = "",
) -> DemoSignIn:
    """Offer a person on the sign-in page of a development stack, in the order of `position`.

    `hint` says what to try as this person; `sector` is the code that selects the picture.
    """
    offer, _created = DemoSignIn.objects.update_or_create(
        person_id=person_id,
        defaults={
            "hint_uk": hint_uk,
            "hint_en": hint_en,
            "position": position,
            "organisation_uk": organisation_uk,
            "organisation_en": organisation_en,
            "sector": sector,
        },
    )
    record(actor, DemoSignInOffered(person_id=person_id))
    refresh_factor_due_dates(
        actor=actor, person_ids=[person_id]
    )  # demo people are exempt from the default demands
    return offer
