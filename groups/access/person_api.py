"""/people/{id}/sight: what a person sees and why, and what they saw before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.access import api
from groups.access.access_log import PERSON_ACCESS
from groups.access.ended_by import get_enders_of
from groups.access.person_access import (
    OBJECT_SOURCE_KINDS,
    AccessGrounds,
    PersonAccessAction,
    PersonAccessPolicy,
    PersonAccessQuery,
)
from groups.access.selectors import AccessReason
from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants import get_container_by_kind, list_container_kinds
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.selectors import list_groups_known_to
from viche.accounts.models import User
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Endpoint,
    NameField,
    OneOf,
    StrictSerializer,
    StrictUuid,
    answer,
    paginate,
    read_snapshot,
    shape_of,
)
from viche.kernel.object_links import describe
from viche.kernel.policy import Source, load
from viche.kernel.text import Text, bilingual_of


class SeenThingOut(TypedDict):
    """An object that the person sees by its `grounds`, or saw by those that have `ended`.

    `title` and `url` are null when the reader does not see the object themselves, `group` when they may not
    know of the group.
    """

    kind: Annotated[str, OneOf(list_container_kinds)]
    restricted: bool
    title: Text | None
    url: str | None
    group: common_schemas.GroupRef | None
    grounds: list[api.GroundOut]
    ended: list[api.EndedGroundOut]


class SightPage(TypedDict):
    """A page of what `person` sees; with a closed account (`is_active` is false) they see nothing."""

    person: common_schemas.PersonRef
    is_active: bool
    items: list[SeenThingOut]
    next_cursor: str | None


class SightAsked(StrictSerializer):
    """`kind` of the objects; `when`: what the person sees `now`, or saw `before`.

    `before` lists objects by reasons that have ended, also when they see them again. `only`: the object with
    this id, whether they see it or saw it before.
    """

    kind = NameField(list_container_kinds, required=False, default="group")
    when = serializers.ChoiceField(["now", "before"], required=False, default="now")
    only = StrictUuid(required=False)


def _record_sight(actor: Actor, shown: AccessPage) -> None:
    log_access(actor, shown.personal)
    log_access(actor, shown.restricted, AccessMode.LIST)


class PersonSight(Endpoint):
    records = _record_sight
    actions = {"GET": PersonAccessAction.READ}
    asks = SightAsked

    @extend_schema(parameters=[SightAsked], responses=shape_of(SightPage))
    def get(self, request: Request, person_id: UUID) -> Response:
        """List what a person sees, newest first, each with every reason why."""
        with read_snapshot():
            person = load(PersonAccessPolicy(), self.actor, person_id, PersonAccessAction.READ)
            shown = AccessPage(
                PersonAccessQuery(self.actor, person, get_container_by_kind(self.asked["kind"]))
            )
            page = paginate(request, self._things(shown.sight), order=["-id"], present=shown.items)
        facts = {"person": common_presenters.show_person(person), "is_active": person.is_active}
        return answer({**facts, **page}, of=shown)

    def _things(self, sight: PersonAccessQuery) -> Any:
        if (pk := self.asked.get("only")) is not None:
            return sight.only(pk)
        return sight.now() if self.asked["when"] == "now" else sight.before()


@dataclass
class AccessPage:
    """The presented page of a person's access, and the reads to log for it."""

    sight: PersonAccessQuery
    restricted: list[Read] = field(default_factory=list)
    shares: list[Read] = field(default_factory=list)

    @property
    def personal(self) -> list[Read]:
        """Return the reads to log: the lookup itself and the reasons of guest shares."""
        person_id = self.sight.person.pk
        return [Read(PERSON_ACCESS, person_id, person_id), *self.shares]

    def items(self, rows: list[Any]) -> list[SeenThingOut]:
        """Return the page's items, in as many queries as for one."""
        why = self.sight.why(rows)
        enders = get_enders_of((one for found in why.values() for one in found.ended), rows)
        names = VisibleNames.of(self.sight, rows)
        return [self._item(row, why[row.pk], names, enders) for row in rows]

    def _item(
        self, row: Any, why: AccessGrounds, names: VisibleNames, enders: Mapping[Source, User]
    ) -> SeenThingOut:
        kind, (title, url) = self.sight.kind, names.of_thing(row)
        # The present state of an object is not for a person who only saw it before.
        restricted = self.sight.is_restricted(row) and (url is not None or not self.sight.is_own)
        if restricted and url is not None:
            self.restricted.append(Read(kind.kind, row.pk))
        told = self.sight.is_own or (url is not None and _get_group_id(row) in self.sight.facilitated)
        if told:
            self._note_shares([*why.grounds, *why.ended])
        return {
            "kind": kind.kind,
            "restricted": restricted,
            "title": title,
            "url": url,
            "group": names.of_group(row),
            "grounds": [_show_ground(one, told=told) for one in why.grounds],
            "ended": [_show_ended_ground(one, enders.get(one.source), told=told) for one in why.ended],
        }

    def _note_shares(self, grounds: Iterable[AccessReason]) -> None:
        given = [one.source.record_id for one in grounds if one.source.kind == "guest_share"]
        self.shares += [Read("guest_share", pk, self.sight.person.pk) for pk in given]


@dataclass(frozen=True, slots=True)
class VisibleNames:
    """Titles of objects and names of their groups, as far as the reader may know them."""

    titles: Mapping[UUID, tuple[Text, str]]
    groups: Mapping[UUID, InitiativeGroup]
    read: frozenset[UUID]

    @classmethod
    def of(cls, sight: PersonAccessQuery, rows: list[Any]) -> VisibleNames:
        actor, kind = sight.actor, sight.kind
        groups = list_groups_known_to(actor).in_bulk({_get_group_id(row) for row in rows})
        read = GroupPolicy().visible_to(actor).filter(pk__in=groups).values_list("pk", flat=True)
        views = describe(actor, [(kind.kind, row.pk) for row in rows])
        titles = {pk: (view.title, view.url) for (_kind, pk), view in views.items()}
        return cls(titles, groups, frozenset(read))

    def of_thing(self, row: Any) -> tuple[Text | None, str | None]:
        if not isinstance(row, InitiativeGroup):
            return self.titles.get(row.pk, (None, None))
        known = bilingual_of(row, "name") if row.pk in self.groups else None
        return known, f"/groups/{row.pk}" if row.pk in self.read else None

    def of_group(self, row: Any) -> common_schemas.GroupRef | None:
        group = self.groups.get(_get_group_id(row))
        return (
            None
            if group is None or isinstance(row, InitiativeGroup)
            else common_presenters.show_group_ref(group)
        )


def _get_group_id(row: Any) -> UUID:
    pk: UUID = row.pk if isinstance(row, InitiativeGroup) else row.group_id
    return pk


def _show_ground(one: AccessReason, *, told: bool) -> api.GroundOut:
    """Return one reason. `told`: whether the reader may know who gave it and why."""
    shown = api.show_ground(one, shares=told)
    return shown if told else {**shown, "given_by": None, "reason": None}


def _show_ended_ground(one: AccessReason, ender: User | None, *, told: bool) -> api.EndedGroundOut:
    named = ender if told or one.source.kind not in OBJECT_SOURCE_KINDS else None
    return {
        **_show_ground(one, told=told),
        "ended_by": None if named is None else common_presenters.show_person(named),
    }
