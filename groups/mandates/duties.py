"""Duty to have a mandate renewed, or given to another person, before it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import pgettext_lazy

from groups.common.periods import COUNTRY_ZONE, get_day_end, get_day_start
from groups.mandates.models import Mandate
from groups.mandates.selectors import list_ending_mandates
from viche.kernel.clock import today
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import Text, bilingual_of

ADVANCE_NOTICE = timedelta(days=30)
"""How long before the end of a mandate its renewal is due: it takes a new document of appointment."""

OWN = DutyKind(
    "groups.own_mandate",
    Step.RENEW,
    pgettext_lazy("duty", "Your mandate ends soon"),
    pgettext_lazy("duty", "See the mandate"),
)
REPRESENTATIVE = DutyKind(
    "groups.mandate",
    Step.RENEW,
    pgettext_lazy("duty", "The mandate of your representative ends soon"),
    pgettext_lazy("duty", "Renew it"),
)


def find_ending_mandates(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each mandate that ends within `ADVANCE_NOTICE`.

    The holder of the mandate and the administrators of its organisation get it.
    """
    until = today(COUNTRY_ZONE) + ADVANCE_NOTICE
    for mandate in list_ending_mandates(reader.actor, until)[:MAX_PER_FINDER]:
        if mandate.ends_on is not None:
            own = mandate.person_id == reader.actor.person_id
            yield Duty(
                kind=OWN if own else REPRESENTATIVE,
                id=mandate.pk,
                title=bilingual_of(mandate, "position") if own else _name_holder(mandate),
                url="/settings" if own else f"/organisations/{mandate.organisation_id}",
                since=get_day_start(mandate.ends_on - ADVANCE_NOTICE, COUNTRY_ZONE),
                due_on=mandate.ends_on,
                due_at=get_day_end(mandate.ends_on, COUNTRY_ZONE),
                organisation=mandate.organisation,
            )


def _name_holder(mandate: Mandate) -> Text:
    name, position = bilingual_of(mandate.person, "name"), bilingual_of(mandate, "position")
    return {"uk": f"{name['uk']}, {position['uk']}", "en": f"{name['en']}, {position['en']}"}


register_duties(find_ending_mandates, OWN, REPRESENTATIVE)
