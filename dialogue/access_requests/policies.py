"""Who knows of requests for access to restricted threads, and who answers them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.threads.access import FACILITATE
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.policies import READ_SCOPE, Action, ThreadPolicy, of_thread_seen_by
from groups.models import InitiativeGroupUserPermission
from groups.policies import FACILITATE as FACILITATE_GROUP, held
from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, Way


class AccessRequestAction(StrEnum):
    READ = "access_request.read"
    GRANT = "access_request.grant"
    DECLINE = "access_request.decline"
    WITHDRAW = "access_request.withdraw"


def _led_by(actor: Actor) -> Q:
    """Who leads the thread, or the group of a thread that they read; as `Standing.leads`."""
    leads = held(ThreadUserPermission, actor, FACILITATE, of="thread") | held(
        InitiativeGroupUserPermission, actor, FACILITATE_GROUP, of="thread__group"
    )
    return of_thread_seen_by(actor) & leads


ANSWERS = (AccessRequestAction.GRANT, AccessRequestAction.DECLINE)


class AccessRequestPolicy(Policy[AccessRequest]):
    """A request is known to who asked and to those who lead the thread and read it. They answer, though never
    themselves; who asked withdraws.
    """

    model = AccessRequest
    domain = "dialogue"
    every = AccessRequestAction
    url_parameter = "access_request_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({AccessRequestAction.READ})
    ways: ClassVar[Sequence[Way]] = (
        Way("self", _("You asked for access."), lambda actor: Q(person=actor.person_id)),
        Way("leader", _("You lead the thread, or its group, and read it."), _led_by),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[AccessRequest]:
        if actor.person_id is None or not actor.has_scope(READ_SCOPE):
            return AccessRequest.objects.none()
        return AccessRequest.objects.filter(self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: AccessRequest) -> bool:
        if action == AccessRequestAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        leads = ThreadPolicy().permits(actor, Action.SET_AUDIENCE, obj.thread)
        return action in self._steps(actor, obj, leads)

    def allowed_in(self, actor: Actor, rows: Sequence[AccessRequest]) -> list[list[str]]:
        """`allowed` of several requests, in two queries. Needs their threads with groups."""
        threads: dict[object, Thread] = {row.thread_id: row.thread for row in rows}
        led = {one.pk for one in ThreadPolicy().permitted(actor, Action.SET_AUDIENCE, list(threads.values()))}
        return [
            self.short(actor, [AccessRequestAction.READ, *self._steps(actor, row, row.thread_id in led)])
            for row in rows
        ]

    @staticmethod
    def _steps(actor: Actor, row: AccessRequest, leads: bool) -> Sequence[AccessRequestAction]:
        if row.state != AccessState.PENDING:
            return ()
        if actor.person_id == row.person_id:
            return (AccessRequestAction.WITHDRAW,)
        return ANSWERS if leads else ()
