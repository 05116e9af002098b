"""Who may read a file: whoever reads what holds it, and its uploader while nothing holds it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.files.models import StoredFile
from viche.files.registry import held_at_all, seen_by
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, SignedOut
from viche.kernel.policy import Level, Policy, Way


class FileAction(StrEnum):
    READ = "file.read"
    UPLOAD = "file.upload"


class FilePolicy(Policy[StoredFile]):
    """Files have no list of their own: they are reached through what holds them, or by their uploader."""

    model = StoredFile
    domain = "files"
    every = FileAction
    url_parameter = "file_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({FileAction.READ})
    ways: ClassVar[Sequence[Way]] = (
        Way("holder", _("You see what it is attached to."), seen_by),
        Way(
            "self",
            _("You brought this file, and nothing holds it yet."),
            lambda actor: Q(uploaded_by=actor.person_id, uploaded_by__isnull=False) & ~held_at_all(),
        ),
    )

    def scopes_of(self, action: StrEnum) -> tuple[str, ...]:
        """To bring a file one need not read those of others."""
        return ("files:write",) if action == FileAction.UPLOAD else super().scopes_of(action)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[StoredFile]:
        if not actor.has_scope("files:read"):
            return StoredFile.objects.none()
        return StoredFile.objects.filter(self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: StoredFile) -> bool:
        return self.visible_to(actor).filter(pk=obj.pk).exists()


def may_upload(actor: Actor) -> bool:
    """Whether `actor` may bring files at all. They are nobody's until something holds them."""
    known = actor.person_id is not None or actor.link_id is not None
    return known and actor.has_scope("files:write")


def check_may_upload(actor: Actor) -> UUID:
    """The person who brings a file part by part. Raises SignedOut for whoever is none, Forbidden."""
    if actor.person_id is None:
        raise SignedOut
    if not may_upload(actor):
        raise Forbidden
    return actor.person_id
