"""Personal data in public controls: who complained, in words alone.

They name somebody or nobody, so no row is found by a person's id: whoever leads the control answers a request
about them by hand, and takes the words away when asked to. All else is kept by the kit.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.privacy.holdings import Record
from viche.privacy.registry import register_personal_data


def list_nothing(_person_id: UUID) -> Iterator[Record]:
    """Return no record: words of others never stand in the copy of anybody."""
    return iter(())


register_personal_data(
    "programmes.complaints",
    list_nothing,
    title=_("Complaints because of which an authority is controlled"),
    purpose=_("To look into what somebody complained of. Who leads the control answers about it by hand."),
    recipients=_("Who leads the control and its team alone."),
)
