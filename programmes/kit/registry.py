"""Registry of programmes: each declares its kind of dossier, and the kit does the rest.

A programme registers in its module `registration.py`, which is loaded when the app starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from programmes.kit.dossiers.models import Dossier
    from viche.kernel.lifecycle import Hook, Lifecycle
    from viche.kernel.pdf.report import Report
    from viche.kernel.policy import Policy


class DossierRole(StrEnum):
    """Role of an actor in one dossier.

    READER: may read it, perhaps as a guest. MEMBER: has a seat in its group. SPEAKER: speaks in the group for
    any organisation. FACILITATOR and SECRETARY: of the group. LEAD: holds the mandate that leads the dossier.
    TEAM, REVIEWER, COUNTERPART: speaks for a participant with that role. The counterpart is the organisation
    that the dossier is about, or that answers it.
    """

    READER = "reader"
    MEMBER = "member"
    SPEAKER = "speaker"
    FACILITATOR = "facilitator"
    SECRETARY = "secretary"
    LEAD = "lead"
    TEAM = "team"
    REVIEWER = "reviewer"
    COUNTERPART = "counterpart"


PARTICIPANT_PARTS = frozenset({DossierRole.TEAM, DossierRole.REVIEWER, DossierRole.COUNTERPART})
"""The parts of the roles that programmes declare."""


@dataclass(frozen=True, slots=True)
class ParticipantRole:
    """A role in which a programme names participants: its stored name, its label and its part in dossiers.

    `personal`: a person is named, by mandate; in a role of a programme they declare their interests.
    """

    name: str
    label: StrOrPromise
    part: DossierRole
    personal: bool = False


READER = ParticipantRole("reader", pgettext_lazy("participant", "Reader"), DossierRole.READER, personal=True)
"""The role in dossiers of every kind of a person who asked for access: nothing is asked of them there."""


@dataclass(frozen=True, slots=True)
class FormUse:
    """A form that a programme uses: its name, its label, and whether a dossier needs it.

    `guards` raise a domain error while it may not be started.
    """

    name: str
    label: StrOrPromise
    applies: Callable[[Dossier], bool]
    guards: tuple[Hook, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A kind of dossier.

    `kind` is stored with each dossier, `noun` names one, `path` is the segment of its page's address.
    `policy` decides about the transitions of `lifecycle`. `begun_by` are the roles in the group that begin a
    dossier; `roles` those in which participants are named, by name. `report(dossier, language, for_public)`
    builds what an edition freezes, under that language; for the public without what may not be published.
    The definitions of `forms` are files in the folder `forms` of the programme.
    `own_begin`: it is begun with facts of its own, by a service of its own. `inspects`: its dossiers look
    into their counterpart. Only a step of the lifecycle shows one to the group, nobody does so before, and
    whoever speaks for the counterpart has no right in it as facilitator or secretary of the group.
    """

    kind: str
    noun: StrOrPromise
    path: str
    lifecycle: Lifecycle[Any, DossierRole]
    policy: type[Policy[Any]]
    begun_by: AbstractSet[DossierRole]
    roles: Mapping[str, ParticipantRole]
    report: Callable[[Dossier, str, bool], Report] | None = None
    forms: tuple[FormUse, ...] = ()
    own_begin: bool = False
    inspects: bool = False

    @property
    def has_reviewers(self) -> bool:
        return any(one.part == DossierRole.REVIEWER for one in self.roles.values())

    def declares_interests(self, role: str) -> bool:
        """Return whether participants in a role declare their interests."""
        return role in self.roles and self.roles[role].personal


PROGRAMMES: dict[str, Programme] = {}


def register_programme(programme: Programme) -> None:
    """Register a programme. Raises ValueError for a role that no participant, or that every kind has."""
    for role in programme.roles.values():
        if role.part not in PARTICIPANT_PARTS or role.name == READER.name:
            raise ValueError(f"The role {role.name!r} of {programme.kind!r} has the part {role.part}.")
    PROGRAMMES[programme.kind] = programme


def get_programme(kind: str) -> Programme:
    """Return the programme of a kind of dossier. Raises KeyError when there is none."""
    return PROGRAMMES[kind]
