"""Initiative groups: list, directory, founding, charter and states."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import schemas as common_schemas
from groups.initiative_groups import card_presenters, presenters
from groups.initiative_groups.models import GroupState, InitiativeGroup, Visibility
from groups.initiative_groups.policies import GroupAction
from groups.initiative_groups.selectors import (
    get_group_for,
    get_known_group,
    get_public_group,
    list_groups_for,
    list_groups_known_to,
    list_state_changes_of,
)
from groups.initiative_groups.services import (
    Charter,
    change_group_state,
    create_group,
    edit_group,
    require_seats,
)
from groups.organisations.models import Sector
from groups.territories.policies import TerritoryAction
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PUBLIC,
    Answer,
    Endpoint,
    Page,
    PlainText,
    Show,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    page_of,
    paginate,
    read_snapshot,
)

BY_NAME = ("name_key", "id")
NAME_LENGTH, PURPOSE_LENGTH, DOCUMENT_LENGTH, REASON_LENGTH, WORDS_LENGTH = 200, 4000, 300, 1000, 100
MAX_MEMBERS = 1000


class GroupsQuery(StrictSerializer):
    """`territory`: exactly that territory; `inside`: that territory or any inside it.

    `dissolved`: the dissolved groups alone, or (false) all others.
    """

    dissolved = serializers.BooleanField(required=False)
    territory = StrictUuid(required=False)
    inside = StrictUuid(required=False)
    state = serializers.ChoiceField(GroupState.choices, required=False)
    parent = StrictUuid(required=False)  # type: ignore[assignment]  # a field, taken off the class


class RequiredSeatIn(StrictSerializer):
    sector = serializers.ChoiceField(Sector.choices)
    count = StrictInteger(min_value=1, max_value=MAX_MEMBERS)


class CharterIn(StrictSerializer):
    """Texts in Ukrainian; those with `_en` in English, where they differ. `quorum` counts members."""

    name_en = PlainText(max_length=NAME_LENGTH, required=False, allow_blank=True)
    purpose_en = PlainText(max_length=PURPOSE_LENGTH, required=False, allow_blank=True)
    mandate_document = PlainText(max_length=DOCUMENT_LENGTH, required=False, allow_blank=True)
    visibility = serializers.ChoiceField(Visibility.choices, required=False)
    cadence = PlainText(source="cadence_uk", max_length=NAME_LENGTH, required=False, allow_blank=True)
    cadence_en = PlainText(max_length=NAME_LENGTH, required=False, allow_blank=True)
    quorum = StrictInteger(min_value=1, max_value=MAX_MEMBERS, required=False)


class FoundGroupIn(CharterIn):
    """`parent` makes it a subgroup.

    Without `required_seats` each essential sector requires one seat.
    """

    name = PlainText(source="name_uk", max_length=NAME_LENGTH)
    purpose = PlainText(source="purpose_uk", max_length=PURPOSE_LENGTH)
    territory = StrictUuid()
    parent = StrictUuid(required=False, allow_null=True)  # type: ignore[assignment]
    time_zone = PlainText(max_length=64, required=False)
    required_seats = RequiredSeatIn(many=True, required=False)

    def validate_required_seats(self, value: Any) -> dict[Sector, int]:
        return _parse_seats(value)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        place, parent = attrs.pop("territory"), attrs.pop("parent", None)
        return {"territory_id": place, "parent_id": parent, "charter": Charter(**attrs)}


class EditGroupIn(CharterIn):
    """Fields that are left out keep their values."""

    name = PlainText(source="name_uk", max_length=NAME_LENGTH, required=False)
    purpose = PlainText(source="purpose_uk", max_length=PURPOSE_LENGTH, required=False)


def show_group(actor: Actor, group_id: UUID) -> Answer[common_schemas.GroupOut]:
    """Return the answer with one group as `actor` sees it."""
    with read_snapshot():
        group = get_group_for(actor, group_id)
        return answer(presenters.show_groups([group], actor)[0], version=group.version)


def _show_card(actor: Actor, group_id: UUID) -> common_schemas.GroupCard:
    with read_snapshot():
        return card_presenters.show_cards([get_known_group(actor, group_id)], actor)[0]


def _show_public_page(group_id: UUID) -> common_schemas.PublicGroup:
    with read_snapshot():
        return card_presenters.show_public_page(get_public_group(group_id))


class Groups(Endpoint):
    """POST: Found a group. It is a proposal until its essential sectors have seats."""

    actions = {"GET": GroupAction.READ}
    asks = GroupsQuery

    @extend_schema(responses=page_of(common_schemas.GroupOut))
    def get(self, request: Request) -> Response:
        """List the groups that you may read, by name."""
        asked = dict(self.asked)
        with read_snapshot():
            rows = list_groups_for(self.actor, inside=asked.pop("inside", None))
            rows = _filter_dissolved(rows, asked.pop("dissolved", None)).filter(**asked)
            return answer(paginate(request, rows, order=BY_NAME, present=self._present))

    post = Write(TerritoryAction.FOUND_GROUP, create_group, body=FoundGroupIn, shows=show_group, status=201)

    def _present(self, rows: list[InitiativeGroup]) -> list[common_schemas.GroupOut]:
        return presenters.show_groups(rows, self.actor)


class Group(Endpoint):
    """GET: Return one group, with the `seq` of its topic at the same moment.

    PATCH: Update the charter of a group.
    """

    get = Show(GroupAction.READ, show_group)

    patch = Write(
        GroupAction.EDIT, edit_group, body=EditGroupIn, body_as="changes", shows=show_group, versioned=True
    )


class SeatsIn(StrictSerializer):
    seats = RequiredSeatIn(many=True)

    def validate_seats(self, value: Any) -> dict[Sector, int]:
        return _parse_seats(value)


class RequiredSeats(Endpoint):
    """PUT: Set how many seats each sector should have; a sector that is left out requires none."""

    put = Write(GroupAction.REQUIRE_SEATS, require_seats, body=SeatsIn, shows=show_group, versioned=True)


class MoveGroupIn(StrictSerializer):
    """Suspending and dissolving need a `reason`."""

    to = serializers.ChoiceField([GroupState.ACTIVE, GroupState.SUSPENDED, GroupState.DISSOLVED])
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


class GroupTransitions(Endpoint):
    """The states of a group. Each step has its own permission; `allowed` lists those that are open.

    GET: List the state changes of the group with their reasons, latest first.

    POST: Move the group to another state.
    """

    scopes = {"POST": ("groups:read", "groups:write")}

    get = Page(
        GroupAction.READ,
        list_state_changes_of,
        loads=get_group_for,
        shows=card_presenters.show_state_change,
        order=("-at", "-id"),
    )

    post = Write(GroupAction.READ, change_group_state, body=MoveGroupIn, shows=show_group, versioned=True)


# ---- for readers without a seat ----------------------------------------------------------------------------


class DirectoryQuery(StrictSerializer):
    """`parent`: subgroups of a group that the reader may know of. `q`: a part of the name.

    `dissolved`: the dissolved groups alone, or (false) all others.
    """

    dissolved = serializers.BooleanField(required=False)
    q = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)
    territory = StrictUuid(required=False)
    parent = StrictUuid(required=False)  # type: ignore[assignment]  # a field, taken off the class


class GroupDirectory(Endpoint):
    actions = {"GET": GroupAction.READ}
    asks = DirectoryQuery

    @extend_schema(responses=page_of(common_schemas.GroupCard))
    def get(self, request: Request) -> Response:
        """List every group that you may know of, by name."""
        with read_snapshot():
            asked = dict(self.asked)
            known = list_groups_known_to(self.actor, words=asked.pop("q", ""))
            known = _filter_dissolved(known, asked.pop("dissolved", None))
            if parent := asked.pop("parent", None):
                asked["parent__in"] = list_groups_known_to(self.actor).filter(pk=parent)
            return answer(paginate(request, known.filter(**asked), order=BY_NAME, present=self._cards))

    def _cards(self, rows: list[InitiativeGroup]) -> list[common_schemas.GroupCard]:
        return card_presenters.show_cards(rows, self.actor)


class GroupInDirectory(Endpoint):
    """GET: Return what you may know of one group."""

    get = Show(GroupAction.READ, _show_card)


class PublicGroupPage(Endpoint):
    """GET: Return the public page of a group. The answer is the same for every reader."""

    get = Show(PUBLIC, _show_public_page)


def _filter_dissolved(rows: QuerySet[InitiativeGroup], dissolved: bool | None) -> QuerySet[InitiativeGroup]:
    """Return the dissolved groups alone, all others, or all."""
    if dissolved is None:
        return rows
    state = Q(state=GroupState.DISSOLVED)
    return rows.filter(state if dissolved else ~state)


def _parse_seats(rows: list[dict[str, Any]]) -> dict[Sector, int]:
    return {Sector(row["sector"]): row["count"] for row in rows}
