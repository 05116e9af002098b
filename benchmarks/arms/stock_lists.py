"""Lists as a good DRF project has them: viewset and paginator, an ORM query that joins, prefetches, counts.

Which rows a page has is found by SQL written by hand (`benchmarks.arms.by_hand`, the better plan chosen
beforehand): what permissions cost is another benchmark's question. All else that a page shows is asked of the
ORM, in as many queries for many rows as for one.
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

from benchmarks.arms import by_hand
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
from dialogue.threads.access import READ, SHARED
from dialogue.threads.policies import threads_seen_by
from groups.models import InitiativeGroupUserPermission
from groups.policies import READ as READ_GROUP, live
from tasks.items.access import Stance
from tasks.models import ActionItem, Criterion, Evidence
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.lists import DEFAULT_LIMIT as SIZE
from viche.kernel.models import Topic

OF_FEW_MESSAGES = (
    "quote__source__author",
    "must_read__marked_by",
    "hiding",
    Prefetch("must_read__acknowledgements", Acknowledgement.objects.order_by("at", "id")),
    Prefetch("attachments", MessageAttachment.objects.order_by("position")),
    Prefetch("reactions", Reaction.objects.order_by("at", "id")),
)
# What every item has is joined; what few have is prefetched: PostgreSQL plans ten joins for ten milliseconds.
OF_EVERY_ITEM = ("group", "owner_organisation", "owner__person")
OF_FEW_ITEMS = (
    "verifier_organisation",
    "verified_by",
    "verified_through__organisation",
    "state_remark",
    "help_remark__author",
    "help_remark__mandate__organisation",
)


class Pages(pagination.BasePagination):
    """A page, and whether there is another; where it begins is in the query already."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        rows = list(queryset[: SIZE + 1])
        self.more = len(rows) > SIZE
        return rows[:SIZE]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "more": self.more})


class Lists(viewsets.ReadOnlyModelViewSet[Any]):
    pagination_class = Pages

    @property
    def actor(self) -> Actor:
        return Actor(person_id=self.request.user.pk)

    def given(self) -> Mapping[str, Any]:
        """The parameters of the statements by hand."""
        return {**self.request.query_params.dict(), "person": self.request.user.pk, "at": now()}

    def later(self) -> bool:
        return "after" in self.request.query_params


class ThreadViewSet(Lists):
    serializer_class = ThreadSerializer

    def get_queryset(self) -> QuerySet[Thread]:
        ids = _found(by_hand.thread_ids(few=True, later=self.later()), self.given())
        rows = Thread.objects.filter(pk__in=ids).select_related("group", "facilitator__person")
        return (
            rows.prefetch_related(*_beside(self.request.user))
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


class MessageViewSet(Lists):
    serializer_class = MessageSerializer

    def get_queryset(self) -> QuerySet[Message]:
        rows = Message.objects.filter(pk__in=_found(by_hand.message_ids(), self.given()))
        supporters = Support.objects.filter(message=OuterRef("pk")).order_by("at", "id").values("person")
        voices = rows.select_related("author", "mandate__organisation").prefetch_related(*OF_FEW_MESSAGES)
        return voices.annotate(supporters=ArraySubquery(supporters)).order_by("number")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": self.request.user.pk}


class ActionItemViewSet(Lists):
    serializer_class = ActionItemSerializer

    def get_queryset(self) -> QuerySet[ActionItem]:
        ids = _found(by_hand.item_ids(few=True, later=self.later()), self.given())
        evidence = Evidence.objects.filter(criterion=OuterRef("pk")).order_by("number").values("number")
        criteria = Criterion.objects.annotate(evidence_numbers=ArraySubquery(evidence)).order_by("position")
        rows = ActionItem.objects.filter(pk__in=ids).select_related(*OF_EVERY_ITEM)
        beside = (
            Prefetch("criteria", criteria),
            Prefetch("thread", threads_seen_by(self.actor)),
            *OF_FEW_ITEMS,
        )
        return rows.prefetch_related(*beside).annotate(seq=_seq("action")).order_by("due_on", "id")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "stance": Stance.of(self.actor)}


def _found(statement: str, given: Mapping[str, Any]) -> list[Any]:
    """The ids of a page. They are asked for alone: as a condition they lead the planner astray."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [pk for pk, *_order in cursor.fetchall()]


def _beside(person: Any) -> list[Prefetch[Any]]:
    """What a thread shows of other tables: its end, whom it names, what somebody has read."""
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
    """What somebody holds on a thread, or on its group."""
    rows = live(table).filter(user=person, content_object=OuterRef(of))
    return ArraySubquery(rows.values("permission"))


def _audience_size() -> Any:
    """How many people can read a thread: those who read its group, and those who hold a grant on it alone.
    Nobody whose account is closed.
    """
    group = live(InitiativeGroupUserPermission).filter(permission__codename=READ_GROUP, user__is_active=True)
    own = live(ThreadUserPermission).filter(permission__codename=READ, user__is_active=True)
    own = own.filter(content_object=OuterRef("pk"))
    reads_group = group.filter(user=OuterRef("user"), content_object=OuterRef("content_object__group"))
    narrow = Q(content_object__visibility=Visibility.RESTRICTED) | Q(content_object__state=ThreadState.DRAFT)
    guests = own.filter(narrow | ~Exists(reads_group))
    of_group = _counted(group.filter(content_object=OuterRef("group")))
    seated = Case(When(SHARED, then=of_group), default=0)
    return seated + _counted(guests)


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("content_object").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _seq(kind: str) -> Coalesce:
    name = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()))
    return Coalesce(Subquery(Topic.objects.filter(name=name).values("seq")), 0)


VIEWS: dict[str, type[Lists]] = {
    "threads": ThreadViewSet,
    "messages": MessageViewSet,
    "items": ActionItemViewSet,
}
router = routers.DefaultRouter()
for kind, view in VIEWS.items():
    router.register(kind, view, basename=kind)
urlpatterns = router.urls
