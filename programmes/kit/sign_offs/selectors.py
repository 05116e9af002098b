"""Queries of sign-offs."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from programmes.kit.editions.models import Edition
from programmes.kit.sign_offs.models import SignOff


def list_open_sign_offs() -> QuerySet[SignOff]:
    """Return the requests that wait for a present reviewer: their edition is the latest of its dossier."""
    later = Edition.objects.reports().filter(
        dossier=OuterRef("edition__dossier"), number__gt=OuterRef("edition__number")
    )
    waiting = SignOff.objects.filter(~Exists(later), outcome="", participant__until=None)
    return waiting.select_related("edition__dossier__group", "participant__mandate__person").order_by("pk")
