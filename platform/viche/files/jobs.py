"""Sweeping up the bytes of uploads that were cut off."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.files.storage import default_storage

from viche.files.models import StoredFile
from viche.kernel.clock import now
from viche.kernel.jobs import job

SCHEDULE = {"files.sweep": 3600.0}
OLD_ENOUGH = timedelta(days=1)


@job("files.sweep", acts_as="files.sweeper")
def sweep() -> None:
    """Delete stored bytes of more than a day that belong to no row."""
    for folder in default_storage.listdir("")[0]:
        names = default_storage.listdir(folder)[1]
        known = set(
            StoredFile.objects.filter(pk__in=[UUID(name) for name in names]).values_list("pk", flat=True)
        )
        for name in names:
            key = f"{folder}/{name}"
            if UUID(name) not in known and default_storage.get_modified_time(key) < now() - OLD_ENOUGH:
                default_storage.delete(key)
