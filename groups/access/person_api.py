"""/people/{id}/sight: what a person sees and why, and what they saw once."""

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
from groups.access.access_log import SIGHT
from groups.access.ended_by import enders_of
from groups.access.person_access import GIVEN, Sight, SightAction, SightPolicy, Why
from groups.access.selectors import Ground
from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants import container_kinds, kind_named
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.selectors import groups_known_to
from viche.accounts.models import User
from viche.kernel.api import (
    Endpoint,
    NameField,
    OneOf,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    shape,
    snapshot,
)
from viche.kernel.links import describe
from viche.kernel.policy import Source, load
from viche.kernel.reads import Read, Way, note_reads
from viche.kernel.text import Text, both


class SeenThingOut(TypedDict):
    """A thing that the person sees by its `grounds`, and saw by those that have `ended`.

    `title` and `url` are null for what whoever asks does not see themselves, `group` for a group of which
    they may not know.
    """

    kind: Annotated[str, OneOf(container_kinds)]
    restricted: bool
    title: Text | None
    url: str | None
    group: common_schemas.GroupRef | None
    grounds: list[api.GroundOut]
    ended: list[api.EndedGroundOut]


class SightPage(TypedDict):
    """A page of what `person` sees; nobody whose account is closed (`is_active`) sees anything."""

    person: common_schemas.PersonRef
    is_active: bool
    items: list[SeenThingOut]
    next_cursor: str | None


class SightAsked(StrictSerializer):
    """`kind` of the things; `when`: what the person sees `now`, or saw `before` by something that is over,
    also where they see it again; `only` the thing with this id, whether they see it or saw it.
    """

    kind = NameField(container_kinds, required=False, default="group")
    when = serializers.ChoiceField(["now", "before"], required=False, default="now")
    only = StrictUuid(required=False)


class PersonSight(Endpoint):
    actions = {"GET": SightAction.READ}
    asks = SightAsked

    @extend_schema(parameters=[SightAsked], responses=shape(SightPage))
    def get(self, request: Request, person_id: UUID) -> Response:
        """What a person sees, the newest first, each with every reason why."""
        with snapshot():
            person = load(SightPolicy(), self.actor, person_id, SightAction.READ)
            shown = Shown(Sight(self.actor, person, kind_named(self.asked["kind"])))
            page = keyset_page(request, self._things(shown.sight), order=["-id"], present=shown.items)
        note_reads(self.actor, shown.personal)
        note_reads(self.actor, shown.restricted, Way.LIST)
        facts = {"person": common_presenters.person(person), "is_active": person.is_active}
        return answer({**facts, **page})

    def _things(self, sight: Sight) -> Any:
        if (pk := self.asked.get("only")) is not None:
            return sight.only(pk)
        return sight.now() if self.asked["when"] == "now" else sight.before()


@dataclass
class Shown:
    """What is shown of a page of somebody's sight, and what is written down of it."""

    sight: Sight
    restricted: list[Read] = field(default_factory=list)
    shares: list[Read] = field(default_factory=list)

    @property
    def personal(self) -> list[Read]:
        """That somebody looked concerns the person, and so does why something was shared with them."""
        person_id = self.sight.person.pk
        return [Read(SIGHT, person_id, person_id), *self.shares]

    def items(self, rows: list[Any]) -> list[SeenThingOut]:
        """In as many queries as for one."""
        why = self.sight.why(rows)
        enders = enders_of((one for found in why.values() for one in found.ended), rows)
        names = Names.of(self.sight, rows)
        return [self._item(row, why[row.pk], names, enders) for row in rows]

    def _item(self, row: Any, why: Why, names: Names, enders: Mapping[Source, User]) -> SeenThingOut:
        kind, (title, url) = self.sight.kind, names.of_thing(row)
        # What has become of a thing is not for whoever saw it once.
        restricted = self.sight.is_restricted(row) and (url is not None or not self.sight.is_own)
        if restricted and url is not None:
            self.restricted.append(Read(kind.kind, row.pk))
        told = self.sight.is_own or (url is not None and _group_id(row) in self.sight.facilitated)
        if told:
            self._note_shares([*why.grounds, *why.ended])
        return {
            "kind": kind.kind,
            "restricted": restricted,
            "title": title,
            "url": url,
            "group": names.of_group(row),
            "grounds": [_ground(one, told=told) for one in why.grounds],
            "ended": [_ended(one, enders.get(one.source), told=told) for one in why.ended],
        }

    def _note_shares(self, grounds: Iterable[Ground]) -> None:
        given = [one.source.record_id for one in grounds if one.source.kind == "guest_share"]
        self.shares += [Read("guest_share", pk, self.sight.person.pk) for pk in given]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of things and of their groups, as far as the reader may know them."""

    titles: Mapping[UUID, tuple[Text, str]]
    groups: Mapping[UUID, InitiativeGroup]
    read: frozenset[UUID]

    @classmethod
    def of(cls, sight: Sight, rows: list[Any]) -> Names:
        actor, kind = sight.actor, sight.kind
        groups = groups_known_to(actor).in_bulk({_group_id(row) for row in rows})
        read = GroupPolicy().visible_to(actor).filter(pk__in=groups).values_list("pk", flat=True)
        views = describe(actor, [(kind.kind, row.pk) for row in rows])
        titles = {pk: (view.title, view.url) for (_kind, pk), view in views.items()}
        return cls(titles, groups, frozenset(read))

    def of_thing(self, row: Any) -> tuple[Text | None, str | None]:
        if not isinstance(row, InitiativeGroup):
            return self.titles.get(row.pk, (None, None))
        known = both(row, "name") if row.pk in self.groups else None
        return known, f"/groups/{row.pk}" if row.pk in self.read else None

    def of_group(self, row: Any) -> common_schemas.GroupRef | None:
        group = self.groups.get(_group_id(row))
        return (
            None if group is None or isinstance(row, InitiativeGroup) else common_presenters.group_ref(group)
        )


def _group_id(row: Any) -> UUID:
    pk: UUID = row.pk if isinstance(row, InitiativeGroup) else row.group_id
    return pk


def _ground(one: Ground, *, told: bool) -> api.GroundOut:
    """`told`: whether the reader may know who gave it and why."""
    shown = api.ground(one, shares=told)
    return shown if told else {**shown, "given_by": None, "reason": None}


def _ended(one: Ground, ender: User | None, *, told: bool) -> api.EndedGroundOut:
    named = ender if told or one.source.kind not in GIVEN else None
    return {**_ground(one, told=told), "ended_by": None if named is None else common_presenters.person(named)}
