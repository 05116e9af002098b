"""Participants of dossiers."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models import Mandate, Organisation
from programmes.kit.dossiers.models import Dossier
from programmes.kit.registry import PARTICIPANT_PARTS, READER
from tasks.models import OutsideBody
from viche.kernel.clock import now
from viche.kernel.models import Identified

PARTS = sorted(str(one) for one in {*PARTICIPANT_PARTS, READER.part})


class Participant(Identified):
    """An organisation, a mandate, or a body without an account, in a role of a dossier.

    `role` is declared by the programme, `part` is what it amounts to. A participant of a dossier that its
    group does not read has access from `opened_at` on: null for a counterpart that sees nothing yet. The row
    ends (`until`), it is never deleted.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="participants", db_index=False
    )
    role = models.CharField(max_length=40)
    part = models.CharField(max_length=16, choices=[(one, one) for one in PARTS])
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside_body = models.ForeignKey(
        OutsideBody, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    since = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__in=PARTS), name="programmes_participant_part"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, mandate=None, outside_body=None)
                | Q(organisation=None, mandate__isnull=False, outside_body=None)
                | Q(organisation=None, mandate=None, outside_body__isnull=False),
                name="programmes_participant_is_one",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="programmes_participant_term"
            ),
            models.UniqueConstraint(
                fields=["dossier", "role", "organisation", "mandate", "outside_body"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="programmes_participant_once",
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.role
