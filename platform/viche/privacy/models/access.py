"""Who saw restricted and personal data: one row for a reader, a thing and an hour."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from viche.kernel.clock import now
from viche.kernel.models import Identified
from viche.kernel.reads import Way

# A row is kept through the year that follows its own: the database refuses to delete it earlier.
ZONE = "Europe/Kyiv"
IS_KEPT = f"date_trunc('year', OLD.at, '{ZONE}') + interval '2 years' > now()"

WAYS = [
    (Way.PAGE.value, pgettext_lazy("how something was seen", "Opened")),
    (Way.LIST.value, pgettext_lazy("how something was seen", "In a list")),
    (Way.LIVE.value, pgettext_lazy("how something was seen", "As it happened")),
    (Way.FILE.value, pgettext_lazy("how something was seen", "As a file")),
    (Way.LINK.value, pgettext_lazy("how something was seen", "As a file, by a link")),
]


class AccessRecord(Identified):
    """Somebody was shown something in an hour (`hour`, its beginning; `at`, when first).

    `kind` and `object_id` name it as links do. `subject` is the person whose data it is; null for what
    concerns several: who they are, its room knows. `ground` is why the reader could see it, `ground_id` the
    record of it, such as a membership; `access_seq` how far the changes of their access had come then.
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
                condition=Q(way__in=[one.value for one in Way]), name="privacy_access_way"
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
                name="kept", operation=pgtrigger.Delete, condition=pgtrigger.Condition(IS_KEPT)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.way}"
