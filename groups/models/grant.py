"""The guardian row that every container's table of grants is made of."""

from __future__ import annotations

from django.db import models
from guardian.models import UserObjectPermissionBase


class Grant(UserObjectPermissionBase):
    """One person holds one codename on one container, until `valid_until` (null: while its sources last).

    A subclass adds `content_object`, a foreign key to its container. Only groups.grants writes these rows.
    """

    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "permission", "content_object"],
                include=["valid_until"],
                name="%(app_label)s_%(class)s_once",
            ),
        ]
