"""Policy of evidence: seeing that a piece is there, withdrawing, hiding and restoring it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import TerritorialScope
from groups.models import OfficeKind
from tasks.evidence.models import Evidence
from tasks.items.access import ActorItemAccess
from tasks.items.models import ActionItem
from tasks.items.policies import ActionItemPolicy, is_allowed_in_state
from tasks.items.workflow import RULES, Action, ItemRole
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.policy import AccessRule, Level, Policy

WITHDRAWAL_WINDOW = timedelta(minutes=15)


class EvidenceAction(StrEnum):
    """Actions on a piece of evidence. READ: see that it is there; its content is read with its item."""

    READ = "evidence.read"
    WITHDRAW = "evidence.withdraw"
    HIDE = "evidence.hide"
    RESTORE = "evidence.restore"


@dataclass(frozen=True, slots=True)
class ItemAuthority:
    """An actor's roles in one item, and whether they are the data protection officer of its territory."""

    roles: frozenset[ItemRole]
    is_officer: bool

    @property
    def can_read(self) -> bool:
        return bool(self.roles)

    @property
    def is_facilitator(self) -> bool:
        """Whether the actor has the facilitator's seat, even in a group that no longer works."""
        return ItemRole.HEAD in self.roles


@dataclass(frozen=True, slots=True)
class EvidenceAuthority:
    """An actor's access to items and their territories of data protection; load it once for many items."""

    access: ActorItemAccess
    protected: TerritorialScope

    @classmethod
    def of(cls, actor: Actor) -> EvidenceAuthority:
        return cls(ActorItemAccess.of(actor), TerritorialScope.of(actor, OfficeKind.DATA_PROTECTION_OFFICER))

    def get_for(self, item: ActionItem) -> ItemAuthority:
        """Return the actor's authority over the evidence of an item. Needs `group.territory`."""
        return ItemAuthority(self.access.roles_for(item), self.protected.covers([item.group.territory.code]))


def evidence_under_protection_q(actor: Actor) -> Q:
    """Return the condition on evidence in territories of which `actor` is the data protection officer."""
    protected = TerritorialScope.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)
    return protected.condition("action__group__territory__code")


class EvidencePolicy(Policy[Evidence]):
    """Readers of an item see its evidence.

    The data protection officer of the territory sees, by the office alone, that a piece is there, and none of
    its content. The person who added a piece may withdraw it within 15 minutes, while evidence is added.
    Facilitators and the officer may hide a piece at any time; who hid it may restore it: a facilitator does
    not overrule the officer.
    """

    model = Evidence
    domain = "tasks"
    every = EvidenceAction
    url_parameter = "evidence_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({EvidenceAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule(
            "item",
            _("You see the action item."),
            lambda actor: Q(action__in=ActionItemPolicy().visible_to(actor)),
        ),
        AccessRule(
            "data_protection_officer",
            _("You are the data protection officer of the territory."),
            evidence_under_protection_q,
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Evidence]:
        if not actor.has_scope(self.scope_of(EvidenceAction.READ)):
            return Evidence.objects.none()
        return Evidence.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Evidence) -> bool:
        return _is_permitted(actor, action, obj, EvidenceAuthority.of(actor).get_for(obj.action))

    def allowed_with(self, actor: Actor, row: Evidence, authority: ItemAuthority) -> list[str]:
        """Return `allowed` for a row of a list, with the authority of `actor` over its item."""
        open_now = (one for one in EvidenceAction if _is_permitted(actor, one, row, authority))
        return self.short_names_of(actor, open_now)

    def refuse(self, actor: Actor, action: StrEnum, obj: Evidence) -> Forbidden:
        if obj.is_withdrawn:
            return Forbidden("evidence_withdrawn", _("This evidence was withdrawn."))
        if action == EvidenceAction.WITHDRAW:
            return _refuse_withdrawal(actor, obj)
        if action == EvidenceAction.HIDE and obj.is_hidden:
            return Forbidden("evidence_hidden", _("This evidence is hidden already."))
        if action == EvidenceAction.RESTORE:
            return _refuse_restoring(obj)
        return Forbidden()


def _refuse_restoring(piece: Evidence) -> Forbidden:
    if not piece.is_hidden:
        return Forbidden("evidence_shown", _("This evidence is not hidden."))
    if piece.hidden_by_officer:
        return Forbidden("hidden_by_officer", _("Only the data protection officer can show it again."))
    return Forbidden()


def _is_permitted(actor: Actor, action: StrEnum, piece: Evidence, authority: ItemAuthority) -> bool:
    if action == EvidenceAction.READ:
        return authority.can_read or authority.is_officer
    if action == EvidenceAction.WITHDRAW:
        may_add = not authority.roles.isdisjoint(RULES[Action.ADD_EVIDENCE].roles)
        addable = may_add and is_allowed_in_state(Action.ADD_EVIDENCE, piece.action)
        return addable and piece.is_present and _is_own(actor, piece) and _is_fresh(piece)
    if action == EvidenceAction.HIDE:
        return piece.is_present and (authority.is_facilitator or authority.is_officer)
    return piece.is_hidden and (authority.is_officer if piece.hidden_by_officer else authority.is_facilitator)


def _is_own(actor: Actor, piece: Evidence) -> bool:
    if actor.link_id is not None:
        return piece.link_id == actor.link_id
    return actor.person_id is not None and piece.added_by_id == actor.person_id


def _is_fresh(piece: Evidence) -> bool:
    return now() < piece.added_at + WITHDRAWAL_WINDOW


def _refuse_withdrawal(actor: Actor, piece: Evidence) -> Forbidden:
    if not _is_own(actor, piece):
        return Forbidden("not_author", _("Only who added the evidence can withdraw it."))
    if piece.is_hidden:
        return Forbidden("evidence_hidden", _("This evidence is hidden already."))
    if not _is_fresh(piece):
        return Forbidden(
            "withdrawal_over",
            _("Evidence is withdrawn within 15 minutes. Ask a facilitator to hide it."),
        )
    return ActionItemPolicy().refuse(actor, Action.ADD_EVIDENCE, piece.action)
