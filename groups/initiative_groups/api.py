"""Initiative groups: list, directory, founding, charter and states."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import schemas as common_schemas
from groups.initiative_groups import card_presenters, presenters
from groups.initiative_groups.models import GroupState, GroupStateChange, InitiativeGroup, Visibility
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
from viche.kernel.api import (
    PUBLIC,
    Endpoint,
    Nothing,
    PlainText,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    answer,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)

BY_NAME = ("name_key", "id")
NAME_LENGTH, PURPOSE_LENGTH, DOCUMENT_LENGTH, REASON_LENGTH, WORDS_LENGTH = 200, 4000, 300, 1000, 100
MAX_MEMBERS = 1000
# Fields of the request body that have columns in two languages.
BILINGUAL_FIELDS = ("name", "purpose", "cadence")


class GroupsQuery(StrictSerializer):
    """`territory`: exactly that territory; `inside`: that territory or any inside it."""

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
    cadence = PlainText(max_length=NAME_LENGTH, required=False, allow_blank=True)
    cadence_en = PlainText(max_length=NAME_LENGTH, required=False, allow_blank=True)
    quorum = StrictInteger(min_value=1, max_value=MAX_MEMBERS, required=False)


class FoundGroupIn(CharterIn):
    """`parent` makes it a subgroup.

    Without `required_seats` each essential sector requires one seat.
    """

    name = PlainText(max_length=NAME_LENGTH)
    purpose = PlainText(max_length=PURPOSE_LENGTH)
    territory = StrictUuid()
    parent = StrictUuid(required=False, allow_null=True)  # type: ignore[assignment]
    time_zone = PlainText(max_length=64, required=False)
    required_seats = RequiredSeatIn(many=True, required=False)


class EditGroupIn(CharterIn):
    """Fields that are left out keep their values."""

    name = PlainText(max_length=NAME_LENGTH, required=False)
    purpose = PlainText(max_length=PURPOSE_LENGTH, required=False)


class GroupEndpoint(Endpoint):
    """Endpoints that answer with one group as the actor sees it."""

    def group(self, group_id: UUID, status: int = 200) -> Response:
        with read_snapshot():
            group = get_group_for(self.actor, group_id)
            return answer(
                presenters.show_groups([group], self.actor)[0], status=status, version=group.version
            )


class Groups(GroupEndpoint):
    actions = {"GET": GroupAction.READ, "POST": TerritoryAction.FOUND_GROUP}
    asks = GroupsQuery

    @extend_schema(responses=page_of(common_schemas.GroupOut))
    def get(self, request: Request) -> Response:
        """List the groups that you may read, by name."""
        asked = dict(self.asked)
        with read_snapshot():
            rows = list_groups_for(self.actor, inside=asked.pop("inside", None)).filter(**asked)
            return answer(paginate(request, rows, order=BY_NAME, present=self._present))

    @extend_schema(request=FoundGroupIn, responses={201: shape_of(common_schemas.GroupOut)})
    def post(self, request: Request) -> Response:
        """Found a group. It is a proposal until its essential sectors have seats."""
        data = self.parse(FoundGroupIn)
        place, parent = data.pop("territory"), data.pop("parent", None)
        seats = data.pop("required_seats", None)
        charter = Charter(**_to_columns(data), required_seats=None if seats is None else _parse_seats(seats))
        group = create_group(actor=self.actor, territory_id=place, parent_id=parent, charter=charter)
        return self.group(group.id, status=201)

    def _present(self, rows: list[InitiativeGroup]) -> list[common_schemas.GroupOut]:
        return presenters.show_groups(rows, self.actor)


class Group(GroupEndpoint):
    actions = {"GET": GroupAction.READ, "PATCH": GroupAction.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape_of(common_schemas.GroupOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Return one group, with the `seq` of its topic at the same moment."""
        return self.group(group_id)

    @extend_schema(request=EditGroupIn, responses=shape_of(common_schemas.GroupOut))
    def patch(self, request: Request, group_id: UUID) -> Response:
        """Update the charter of a group."""
        version, changes = self.expected_version(), _to_columns(self.parse(EditGroupIn))
        edit_group(actor=self.actor, group_id=group_id, changes=changes, expected_version=version)
        return self.group(group_id)


class SeatsIn(StrictSerializer):
    seats = RequiredSeatIn(many=True)


class RequiredSeats(GroupEndpoint):
    actions = {"PUT": GroupAction.REQUIRE_SEATS}
    conditional = frozenset({"PUT"})

    @extend_schema(request=SeatsIn, responses=shape_of(common_schemas.GroupOut))
    def put(self, request: Request, group_id: UUID) -> Response:
        """Set how many seats each sector should have; a sector that is left out requires none."""
        version, seats = self.expected_version(), _parse_seats(self.parse(SeatsIn)["seats"])
        require_seats(actor=self.actor, group_id=group_id, seats=seats, expected_version=version)
        return self.group(group_id)


class MoveGroupIn(StrictSerializer):
    """Suspending and dissolving need a `reason`."""

    to = serializers.ChoiceField([GroupState.ACTIVE, GroupState.SUSPENDED, GroupState.DISSOLVED])
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


class GroupTransitions(GroupEndpoint):
    """The states of a group. Each step has its own permission; `allowed` lists those that are open."""

    actions = {"GET": GroupAction.READ, "POST": GroupAction.READ}
    scopes = {"POST": ("groups:read", "groups:write")}
    conditional = frozenset({"POST"})
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.StateChangeOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List the state changes of the group with their reasons, latest first."""
        group = get_group_for(self.actor, group_id)
        rows = list_state_changes_of(group.id)
        return answer(paginate(request, rows, order=("-at", "-id"), present=_show_state_changes))

    @extend_schema(request=MoveGroupIn, responses=shape_of(common_schemas.GroupOut))
    def post(self, request: Request, group_id: UUID) -> Response:
        """Move the group to another state."""
        version, data = self.expected_version(), self.parse(MoveGroupIn)
        change_group_state(
            actor=self.actor,
            group_id=group_id,
            to=GroupState(data["to"]),
            reason=data["reason"],
            expected_version=version,
        )
        return self.group(group_id)


# ---- for readers without a seat ----------------------------------------------------------------------------


class DirectoryQuery(StrictSerializer):
    """`parent`: subgroups of a group that the reader may know of. `q`: a part of the name."""

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
            if parent := asked.pop("parent", None):
                asked["parent__in"] = list_groups_known_to(self.actor).filter(pk=parent)
            return answer(paginate(request, known.filter(**asked), order=BY_NAME, present=self._cards))

    def _cards(self, rows: list[InitiativeGroup]) -> list[common_schemas.GroupCard]:
        return card_presenters.show_cards(rows, self.actor)


class GroupInDirectory(Endpoint):
    actions = {"GET": GroupAction.READ}

    @extend_schema(responses=shape_of(common_schemas.GroupCard))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Return what you may know of one group."""
        with read_snapshot():
            return answer(card_presenters.show_cards([get_known_group(self.actor, group_id)], self.actor)[0])


class PublicGroupPage(Endpoint):
    actions = {"GET": PUBLIC}

    @extend_schema(responses=shape_of(common_schemas.PublicGroup))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Return the public page of a group. The answer is the same for every reader."""
        with read_snapshot():
            return answer(card_presenters.show_public_page(get_public_group(group_id)))


def _to_columns(data: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}_uk" if name in BILINGUAL_FIELDS else name: value for name, value in data.items()}


def _parse_seats(rows: list[dict[str, Any]]) -> dict[Sector, int]:
    return {Sector(row["sector"]): row["count"] for row in rows}


def _show_state_changes(rows: list[GroupStateChange]) -> list[common_schemas.StateChangeOut]:
    return [card_presenters.show_state_change(row) for row in rows]
