"""Policy of access requests."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.threads.access import facilitated_q
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy, in_visible_thread_q
from dialogue.threads.visibility import READ_SCOPE
from viche.kernel.actor import Actor
from viche.kernel.policy import AccessRule, Level, Policy


class AccessRequestAction(StrEnum):
    READ = "access_request.read"
    GRANT = "access_request.grant"
    DECLINE = "access_request.decline"
    WITHDRAW = "access_request.withdraw"


def _led_by_q(actor: Actor) -> Q:
    return in_visible_thread_q(actor) & facilitated_q(actor, "thread")


ANSWER_ACTIONS = (AccessRequestAction.GRANT, AccessRequestAction.DECLINE)


class AccessRequestPolicy(Policy[AccessRequest]):
    """Policy of access requests: for the requester and for the facilitators of the thread.

    Facilitators answer them, but never their own; the requester may withdraw.
    """

    model = AccessRequest
    domain = "dialogue"
    every = AccessRequestAction
    url_parameter = "access_request_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({AccessRequestAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule("self", _("You asked for access."), lambda actor: Q(person=actor.person_id)),
        AccessRule("leader", _("You lead the thread, or its group, and read it."), _led_by_q),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[AccessRequest]:
        if actor.person_id is None or not actor.has_scope(READ_SCOPE):
            return AccessRequest.objects.none()
        return AccessRequest.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: AccessRequest) -> bool:
        if action == AccessRequestAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        leads = ThreadPolicy().permits(actor, Action.SET_AUDIENCE, obj.thread)
        return action in self._steps(actor, obj, leads)

    def allowed_in(self, actor: Actor, rows: Sequence[AccessRequest]) -> list[list[str]]:
        """Return the allowed actions of requests, in two queries. Needs threads and groups."""
        threads: dict[object, Thread] = {row.thread_id: row.thread for row in rows}
        led = {one.pk for one in ThreadPolicy().permitted(actor, Action.SET_AUDIENCE, list(threads.values()))}
        return [
            self.short_names_of(
                actor, [AccessRequestAction.READ, *self._steps(actor, row, row.thread_id in led)]
            )
            for row in rows
        ]

    @staticmethod
    def _steps(actor: Actor, row: AccessRequest, leads: bool) -> Sequence[AccessRequestAction]:
        if row.state != AccessState.PENDING:
            return ()
        if actor.person_id == row.person_id:
            return (AccessRequestAction.WITHDRAW,)
        return ANSWER_ACTIONS if leads else ()
