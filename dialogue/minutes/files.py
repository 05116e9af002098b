"""Files of signatures under minutes: readable for everyone who may read the minutes."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.minutes.models import MinutesSignature
from dialogue.minutes.policies import MinutesPolicy
from viche.files.registry import register_holder


def is_file_of_q(rows: QuerySet[MinutesSignature]) -> Q:
    """Return the condition on files with a signature."""
    return Q(Exists(rows.filter(file_id=OuterRef("pk"))))


register_holder(
    "dialogue.minutes_signatures",
    seen=lambda actor: is_file_of_q(
        MinutesSignature.objects.filter(minutes__in=MinutesPolicy().visible_to(actor))
    ),
    held=lambda: is_file_of_q(MinutesSignature.objects.all()),
)
