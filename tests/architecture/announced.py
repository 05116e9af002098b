"""Objects of the permission matrix: a restricted thread of which its group knows, and who asks to read it."""

from __future__ import annotations

from dialogue.access_requests.policies import AccessRequestPolicy
from dialogue.access_requests.services import (
    ask_for_access,
    decline_access,
    grant_access,
    withdraw_access_request,
)
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import AccessRequest, Thread, Visibility
from tests.architecture.stages import MAKERS, POLICIES
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.thread import a_thread


def a_thread_or_announced(stage: Stage, state: str) -> Thread:
    return announce(stage, a_thread(stage, "named")) if state == "announced" else a_thread(stage, state)


def announce(stage: Stage, thread: Thread, *, announced: bool = True) -> Thread:
    """The same are named as before."""
    named = thread.audience.filter(organisation__isnull=False)
    set_audience(
        actor=stage.here.actor("facilitator"),
        thread_id=thread.pk,
        expected_version=Thread.objects.get(pk=thread.pk).version,
        visibility=Visibility.RESTRICTED,
        organisation_ids=list(named.values_list("organisation", flat=True)),
        announced=announced,
    )
    return Thread.objects.get(pk=thread.pk)


def an_access_request(stage: Stage, state: str) -> AccessRequest:
    """The teacher's."""
    thread = a_thread_or_announced(stage, "announced")
    teacher, leader = stage.here.actor("teacher"), stage.here.actor("facilitator")
    pk = ask_for_access(actor=teacher, thread_id=thread.pk, reason="Школа поруч").pk
    if state == "granted":
        grant_access(actor=leader, request_id=pk)
    if state == "declined":
        decline_access(actor=leader, request_id=pk, reason="Ідеться про інше")
    if state == "withdrawn":
        withdraw_access_request(actor=teacher, request_id=pk)
    if state == "over":
        announce(stage, thread, announced=False)
    return AccessRequest.objects.select_related("thread__group").get(pk=pk)


POLICIES["access_request"] = AccessRequestPolicy()
MAKERS |= {"thread": a_thread_or_announced, "access_request": an_access_request}
