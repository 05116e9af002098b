"""Lists of a good DRF project: viewset and paginator, an ORM query that joins, prefetches and counts.

The ids of a page come from hand-written SQL (`benchmarks.arms.hand_written_sql`, the better plan chosen
beforehand), since the cost of permissions is measured by another benchmark. Everything else is fetched by the
ORM, in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from rest_framework import pagination, routers, viewsets  # noqa: TID251 - the stock way is measured here
from rest_framework.request import Request
from rest_framework.response import Response

from benchmarks.arms import hand_written_sql
from benchmarks.arms.stock_shapes import ActionItemSerializer, MessageSerializer, ThreadSerializer
from dialogue.models import (
    Acknowledgement,
    Message,
    MessageAttachment,
    Reaction,
    Support,
    Thread,
    ThreadAttention,
    ThreadAudience,
    ThreadReading,
    ThreadState,
    ThreadUserPermission,
    Visibility,
)
from dialogue.threads.access import READ, SHARED_Q
from dialogue.threads.policies import list_visible_threads
from groups.models import InitiativeGroupUserPermission
from groups.policies import READ as READ_GROUP, list_live_grants
from tasks.evidence.models import present_evidence_q
from tasks.items.access import ActorItemAccess
from tasks.models import ActionItem, Criterion, Evidence
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import DEFAULT_LIMIT as SIZE
from viche.kernel.models import Topic

RARE_MESSAGE_RELATIONS = (
    "quote__source__author",
    "must_read__marked_by",
    "hiding",
    Prefetch("must_read__acknowledgements", Acknowledgement.objects.order_by("at", "id")),
    Prefetch("attachments", MessageAttachment.objects.order_by("position")),
    Prefetch("reactions", Reaction.objects.order_by("at", "id")),
)
# Common relations are joined, rare ones prefetched: PostgreSQL takes ten milliseconds to plan ten joins.
COMMON_ITEM_RELATIONS = ("group", "owner_organisation", "owner__person")
RARE_ITEM_RELATIONS = (
    "verifier_organisation",
    "verified_by",
    "verified_through__organisation",
    "state_remark",
    "help_remark__author",
    "help_remark__mandate__organisation",
)


class PagePagination(pagination.BasePagination):
    """A page, with whether there is another; its start is part of the query already."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        rows = list(queryset[: SIZE + 1])
        self.more = len(rows) > SIZE
        return rows[:SIZE]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "more": self.more})


class ListViewSet(viewsets.ReadOnlyModelViewSet[Any]):
    pagination_class = PagePagination

    @property
    def actor(self) -> Actor:
        return Actor(person_id=self.request.user.pk)

    def given(self) -> Mapping[str, Any]:
        """Return the parameters of the hand-written statements."""
        return {**self.request.query_params.dict(), "person": self.request.user.pk, "at": now()}

    def later(self) -> bool:
        return "after" in self.request.query_params


class ThreadViewSet(ListViewSet):
    serializer_class = ThreadSerializer

    def get_queryset(self) -> QuerySet[Thread]:
        ids = _select_ids(hand_written_sql.select_thread_ids(few=True, later=self.later()), self.given())
        rows = Thread.objects.filter(pk__in=ids).select_related("group", "facilitator__person")
        return (
            rows.prefetch_related(*_related_rows(self.request.user))
            .annotate(
                audience_size=_audience_size(),
                own_grants=_grants(ThreadUserPermission, self.request.user, "pk"),
                group_grants=_grants(InitiativeGroupUserPermission, self.request.user, "group"),
                seq=_seq("thread"),
            )
            .order_by("-active_at", "-id")
        )

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "actor": self.actor}


class MessageViewSet(ListViewSet):
    serializer_class = MessageSerializer

    def get_queryset(self) -> QuerySet[Message]:
        rows = Message.objects.filter(pk__in=_select_ids(hand_written_sql.select_message_ids(), self.given()))
        supporters = Support.objects.filter(message=OuterRef("pk")).order_by("at", "id").values("person")
        voices = rows.select_related("author", "mandate__organisation").prefetch_related(
            *RARE_MESSAGE_RELATIONS
        )
        return voices.annotate(supporters=ArraySubquery(supporters)).order_by("number")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": self.request.user.pk}


class ActionItemViewSet(ListViewSet):
    serializer_class = ActionItemSerializer

    def get_queryset(self) -> QuerySet[ActionItem]:
        ids = _select_ids(hand_written_sql.select_item_ids(few=True, later=self.later()), self.given())
        evidence = Evidence.objects.filter(criterion=OuterRef("pk")).order_by("number").values("number")
        criteria = Criterion.objects.annotate(
            evidence_numbers=ArraySubquery(evidence.filter(present_evidence_q())),
            hidden_evidence_numbers=ArraySubquery(evidence.filter(hidden_remark__isnull=False)),
            unproved_reason=F("unproved_remark__text"),
        ).order_by("position")
        rows = ActionItem.objects.filter(pk__in=ids).select_related(*COMMON_ITEM_RELATIONS)
        beside = (
            Prefetch("criteria", criteria),
            Prefetch("thread", list_visible_threads(self.actor)),
            *RARE_ITEM_RELATIONS,
        )
        return rows.prefetch_related(*beside).annotate(seq=_seq("action")).order_by("due_on", "id")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "stance": ActorItemAccess.of(self.actor)}


def _select_ids(statement: str, given: Mapping[str, Any]) -> list[Any]:
    """Return the ids of a page.

    In a query of their own, since as a condition they mislead the planner.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [pk for pk, *_order in cursor.fetchall()]


def _related_rows(person: Any) -> list[Prefetch[Any]]:
    """Return the related rows of a thread: last message, audience, reading and attention."""
    last = Message.objects.filter(number=F("thread__message_count"))
    voices = last.select_related("author", "mandate__organisation")
    named = ThreadAudience.objects.select_related("organisation", "person").order_by("id")
    return [
        Prefetch("messages", voices, to_attr="latest"),
        Prefetch("audience", named),
        Prefetch("readings", ThreadReading.objects.filter(person=person), to_attr="mine"),
        Prefetch("attention", ThreadAttention.objects.filter(person=person), to_attr="chosen"),
    ]


def _grants(table: type[Any], person: Any, of: str) -> ArraySubquery:
    """Return the person's permissions on a thread or on its group."""
    rows = list_live_grants(table).filter(user=person, content_object=OuterRef(of))
    return ArraySubquery(rows.values("permission"))


def _audience_size() -> Any:
    """Return how many people can read a thread: through its group, or by a grant on it alone.

    Closed accounts do not count.
    """
    group = list_live_grants(InitiativeGroupUserPermission).filter(
        permission__codename=READ_GROUP, user__is_active=True
    )
    own = list_live_grants(ThreadUserPermission).filter(permission__codename=READ, user__is_active=True)
    own = own.filter(content_object=OuterRef("pk"))
    reads_group = group.filter(user=OuterRef("user"), content_object=OuterRef("content_object__group"))
    narrow = Q(content_object__visibility=Visibility.RESTRICTED) | Q(content_object__state=ThreadState.DRAFT)
    guests = own.filter(narrow | ~Exists(reads_group))
    of_group = _count_by_container(group.filter(content_object=OuterRef("group")))
    seated = Case(When(SHARED_Q, then=of_group), default=0)
    return seated + _count_by_container(guests)


def _count_by_container(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("content_object").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _seq(kind: str) -> Coalesce:
    name = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()))
    return Coalesce(Subquery(Topic.objects.filter(name=name).values("seq")), 0)


VIEWS: dict[str, type[ListViewSet]] = {
    "threads": ThreadViewSet,
    "messages": MessageViewSet,
    "items": ActionItemViewSet,
}
router = routers.DefaultRouter()
for kind, view in VIEWS.items():
    router.register(kind, view, basename=kind)
urlpatterns = router.urls
