"""Access record of restricted and personal data: one row per reader, object and hour."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from viche.kernel.access_log import AccessMode
from viche.kernel.clock import now
from viche.kernel.models import Identified

# A row is retained through the following year; the database refuses to delete it earlier.
RETENTION_TIME_ZONE = "Europe/Kyiv"
IS_RETAINED = f"date_trunc('year', OLD.at, '{RETENTION_TIME_ZONE}') + interval '2 years' > now()"

WAYS = [
    (AccessMode.PAGE.value, pgettext_lazy("how something was seen", "Opened")),
    (AccessMode.LIST.value, pgettext_lazy("how something was seen", "In a list")),
    (AccessMode.LIVE.value, pgettext_lazy("how something was seen", "As it happened")),
    (AccessMode.FILE.value, pgettext_lazy("how something was seen", "As a file")),
    (AccessMode.LINK.value, pgettext_lazy("how something was seen", "As a file, by a link")),
]


class AccessRecord(Identified):
    """Accesses of a reader to an object within an hour (from `hour` on; `at` is the first).

    `kind` and `object_id` name the object as links do. `subject` is the person whose data it is; null for an
    object that concerns several people, whom its app knows. `ground` is why the reader could see it,
    `ground_id` the record of it, such as a membership; `access_seq` is the sequence number of the reader's
    latest access change then.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    way = models.CharField(max_length=8, choices=WAYS)
    ground = models.CharField(max_length=40)
    ground_id = models.UUIDField(null=True)
    access_seq = models.BigIntegerField()
    hour = models.DateTimeField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=[one.value for one in AccessMode]), name="privacy_access_way"
            ),
            models.UniqueConstraint(
                fields=["reader", "hour", "object_id", "kind", "way", "subject", "access_seq"],
                nulls_distinct=False,
                name="privacy_access_once_an_hour",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject", "-id"], condition=Q(subject__isnull=False), name="privacy_access_subject"
            ),
            models.Index(
                fields=["object_id", "-id"], condition=Q(subject=None), name="privacy_access_object"
            ),
            BrinIndex(fields=["at"], name="privacy_access_age"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="kept", operation=pgtrigger.Delete, condition=pgtrigger.Condition(IS_RETAINED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.way}"
