"""Access rules of files.

A file may be read by the readers of the object it is attached to, and by its uploader while it is unattached.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.files.models import StoredFile
from viche.files.registry import attached_files_q, visible_files_q
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, SignedOut
from viche.kernel.policy import AccessRule, Level, Policy


class FileAction(StrEnum):
    READ = "file.read"
    UPLOAD = "file.upload"


class FilePolicy(Policy[StoredFile]):
    """The policy of files.

    They have no list of their own: they are reached through what they are attached to, or by their uploader.
    """

    model = StoredFile
    domain = "files"
    every = FileAction
    url_parameter = "file_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({FileAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule("holder", _("You see what it is attached to."), visible_files_q),
        AccessRule(
            "self",
            _("You brought this file, and nothing holds it yet."),
            lambda actor: Q(uploaded_by=actor.person_id, uploaded_by__isnull=False) & ~attached_files_q(),
        ),
    )

    def scopes_of(self, action: StrEnum) -> tuple[str, ...]:
        """Return the scopes of an action; an upload does not need read."""
        return ("files:write",) if action == FileAction.UPLOAD else super().scopes_of(action)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[StoredFile]:
        if not actor.has_scope("files:read"):
            return StoredFile.objects.none()
        return StoredFile.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: StoredFile) -> bool:
        return self.visible_to(actor).filter(pk=obj.pk).exists()


def may_upload(actor: Actor) -> bool:
    """Return whether `actor` may upload files at all."""
    known = actor.person_id is not None or actor.link_id is not None
    return known and actor.has_scope("files:write")


def check_may_upload(actor: Actor) -> UUID:
    """Return the person who makes a resumable upload. Raises SignedOut for others, Forbidden."""
    if actor.person_id is None:
        raise SignedOut
    if not may_upload(actor):
        raise Forbidden
    return actor.person_id
