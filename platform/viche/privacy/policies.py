"""Policies: exports, data subject requests, and access records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import User
from viche.accounts.policies import OwnPolicy, is_browser_actor
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import AccessRule, Level, Policy, Source
from viche.privacy.models import DataExport, RequestChannel, RequestKind, RequestState, SubjectRequest
from viche.privacy.registry import list_people_in_care


class ExportAction(StrEnum):
    READ = "data_export.read"
    ASK = "data_export.ask"
    DOWNLOAD = "data_export.download"


class RequestAction(StrEnum):
    READ = "subject_request.read"
    FILE = "subject_request.file"
    REGISTER = "subject_request.register"
    WITHDRAW = "subject_request.withdraw"
    HANDLE = "subject_request.handle"
    APPEAL = "subject_request.appeal"


class AccessRecordAction(StrEnum):
    READ = "access_record.read"


# State transitions that an officer can make.
OFFICER_STEPS: dict[str, tuple[str, ...]] = {
    RequestState.RECEIVED: (RequestState.IDENTITY_CHECKED, RequestState.REFUSED),
    RequestState.IDENTITY_CHECKED: (RequestState.IN_PROGRESS, RequestState.REFUSED),
    RequestState.IN_PROGRESS: (RequestState.ANSWERED, RequestState.REFUSED),
    RequestState.APPEALED: (RequestState.ANSWERED, RequestState.REFUSED),
    RequestState.ANSWERED: (),
    RequestState.REFUSED: (),
    RequestState.WITHDRAWN: (),
}
CLOSED = (RequestState.ANSWERED, RequestState.REFUSED)


class ExportPolicy(OwnPolicy[DataExport]):
    """An export belongs to its person alone."""

    model = DataExport
    domain = "privacy"
    every = ExportAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({ExportAction.READ, ExportAction.DOWNLOAD})


class RequestPolicy(Policy[SubjectRequest]):
    """People see their own requests; the data protection officer sees those of people in their care.

    Officers cannot handle their own requests, and administrators see none.
    """

    model = SubjectRequest
    domain = "privacy"
    every = RequestAction
    url_parameter = "request_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({RequestAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset(RequestAction) - reads
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule("self", _("This request is about your data."), lambda actor: Q(person=actor.person_id)),
        AccessRule(
            "data_protection_officer",
            _("You are the data protection officer in whose care this person is."),
            lambda actor: Q(person__in=list_people_in_care(actor).values("pk")),
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[SubjectRequest]:
        if not actor.has_scope("privacy:read"):
            return SubjectRequest.objects.none()
        return SubjectRequest.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: SubjectRequest) -> bool:
        return self._rule(actor, action, obj, partial(self.oversees, actor, obj))

    def allowed_where(self, actor: Actor, obj: SubjectRequest, *, in_care: bool) -> list[str]:
        """Return `allowed` for a row of a list, where it is known whether `actor` oversees it."""
        return self.short_names_of(
            actor, (one for one in self.every if self._rule(actor, one, obj, lambda: in_care))
        )

    def _rule(self, actor: Actor, action: StrEnum, obj: SubjectRequest, oversees: Callable[[], bool]) -> bool:
        own = obj.person_id == actor.person_id
        if action == RequestAction.READ:
            return own or oversees()
        if not is_browser_actor(actor):
            return False
        if action in (RequestAction.WITHDRAW, RequestAction.APPEAL):
            return own and self._open_to_subject(action, obj)
        if action == RequestAction.HANDLE:
            return not own and bool(OFFICER_STEPS[obj.state]) and not self._runs_by_itself(obj) and oversees()
        return own and action == RequestAction.FILE

    def oversees(self, actor: Actor, obj: SubjectRequest) -> bool:
        return list_people_in_care(actor).filter(pk=obj.person_id).exists()

    def refuse(self, actor: Actor, action: StrEnum, obj: SubjectRequest) -> Forbidden:
        if action == RequestAction.HANDLE and obj.person_id == actor.person_id:
            return Forbidden("own_request", _("Another officer handles a request of your own."))
        return Forbidden()

    def _open_to_subject(self, action: StrEnum, obj: SubjectRequest) -> bool:
        if action == RequestAction.APPEAL:
            return obj.state in CLOSED and obj.kind != RequestKind.ERASURE
        return obj.is_open

    def _runs_by_itself(self, obj: SubjectRequest) -> bool:
        """Return whether it is an erasure requested here, which is carried out automatically."""
        return obj.kind == RequestKind.ERASURE and obj.channel == RequestChannel.SELF


class AccessRecordPolicy(Policy[User]):
    """The access record of a person is visible to the person and to their officer."""

    model = User
    domain = "privacy"
    every = AccessRecordAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({AccessRecordAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset(AccessRecordAction)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[User]:
        if not is_browser_actor(actor):
            return User.objects.none()
        return User.objects.filter(Q(pk=actor.person_id) | Q(pk__in=list_people_in_care(actor).values("pk")))

    def permits(self, actor: Actor, action: StrEnum, obj: User) -> bool:
        return self.visible_to(actor).filter(pk=obj.pk).exists()

    def explain(self, actor: Actor, obj: User) -> list[Source]:
        if not self.permits(actor, AccessRecordAction.READ, obj):
            return []
        return [Source("self" if obj.pk == actor.person_id else "data_protection_officer", obj.pk, None)]


access_records = AccessRecordPolicy()
exports = ExportPolicy()
requests = RequestPolicy()
