"""Requests to read a dossier of which its group only knows."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from dialogue.access_requests.models import AbstractAccessRequest, AccessState
from programmes.kit.dossiers.models import Dossier


class DossierAccessRequest(AbstractAccessRequest):
    """A request to who leads a dossier to name a member of the group as its reader.

    It waits only while it can be granted, whatever the row says: `selectors.list_open_requests_unscoped`.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="access_requests", db_index=False
    )

    class Meta:
        default_permissions = ()
        constraints = [
            *AbstractAccessRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["dossier", "person"],
                condition=Q(state=AccessState.PENDING),
                name="programmes_access_one_waits",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "-id"], name="programmes_access_of")]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]
