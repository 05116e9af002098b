"""Queries of public controls, narrowed to what the reader may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from groups.common.columns import GROUP, ORGANISATION
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.selectors import get_dossier_for
from programmes.kit.editions.models import Edition, Publication
from programmes.kit.sign_offs.models import SignOff, SignOffOutcome
from programmes.public_control.access import LINK_KIND
from programmes.public_control.models import Complaint, Control, Reply, ReplyWay
from programmes.public_control.policies import ControlAction, ControlPolicy
from programmes.recommendations.selectors import DOSSIER
from tasks.external_assignees.subjects import find_link_about
from tasks.models import ActionLink
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.keyset_lists import Listing, select_related_columns
from viche.kernel.policy import load

KEYS = ("authority", "outside_body")
OUTSIDE = ("name_uk", "name_en", "sector")


def get_control_for(actor: Actor, dossier_id: UUID) -> tuple[Control, ActorDossierAccess]:
    """Return the facts of a control, and the actor's access. Raises SignedOut, NotFound."""
    dossier, access = get_dossier_for(actor, dossier_id)
    rows = Control.objects.select_related("authority", "outside_body", "mandate_letter")
    control = rows.filter(dossier=dossier).first()
    if control is None:
        raise NotFound
    control.dossier = dossier
    return control, access


def list_replies(dossier: Dossier) -> QuerySet[Reply]:
    """Return the replies to the report of a control, the last one at the end."""
    return Reply.objects.filter(dossier=dossier).select_related("evidence").order_by("recorded_at", "id")


def select_standing(replies: Sequence[Reply]) -> list[Reply]:
    """Return the replies without letters that were recorded wrongly, and so once more."""
    return [one for one in replies if one.way != ReplyWay.LETTER or one is replies[-1]]


def find_sent_report(dossier: Dossier) -> Edition | None:
    """Return the latest report that was signed off: what the authority was sent, or its correction."""
    signed_off = SignOff.objects.filter(edition=OuterRef("pk"), outcome=SignOffOutcome.GIVEN)
    return Edition.objects.reports().filter(Exists(signed_off), dossier=dossier).first()


def find_control_link(actor: Actor, dossier_id: UUID) -> ActionLink | None:
    """Return the guest link of the authority. Raises SignedOut, Forbidden, NotFound."""
    dossier = load(ControlPolicy(), actor, dossier_id, ControlAction.MAKE_LINK)
    return find_link_about(LINK_KIND, dossier.pk)


def get_complaint_for(actor: Actor, dossier_id: UUID) -> tuple[Dossier, Complaint | None]:
    """Return a control and who complained. Raises SignedOut, Forbidden, NotFound."""
    dossier = load(ControlPolicy(), actor, dossier_id, ControlAction.READ_COMPLAINT)
    return dossier, Complaint.objects.filter(dossier=dossier).first()


# ---- register of replies -----------------------------------------------------------------------------------


def join_relations(rows: QuerySet[Control]) -> QuerySet[Control]:
    """Return the controls with the relations that presenters need."""
    return select_related_columns(
        rows,
        dossier=DOSSIER,
        dossier__group=GROUP,
        authority=ORGANISATION,
        outside_body=OUTSIDE,
    )


def list_register(access: ActorDossierAccess, asked: Mapping[str, Any]) -> Listing[Control]:
    """Return the matching controls whose report was sent, and which the actor may read."""
    return Listing(_list_sent(asked), _reads_q(access), join_relations)


def _list_sent(asked: Mapping[str, Any]) -> QuerySet[Control]:
    exact = {
        "dossier__group": asked.get("group"),
        "authority": asked.get("authority"),
        "outside_body": asked.get("outside_body"),
        "mechanism": asked.get("mechanism"),
        "outcome": asked.get("outcome"),
    }
    given = {name: value for name, value in exact.items() if value is not None}
    return Control.objects.filter(sent_on__isnull=False, **given)


def _reads_q(access: ActorDossierAccess) -> Q:
    return Q(dossier__in=Dossier.objects.filter(access.reads_q()))


@dataclass(frozen=True, slots=True)
class AuthorityReplies:
    """How many reports an authority got, by what it did with them."""

    control: Control
    by_outcome: Mapping[str, int]


def count_replies(access: ActorDossierAccess, asked: Mapping[str, Any]) -> list[AuthorityReplies]:
    """Return the numbers of `list_register` by authority."""
    return _count(_list_sent(asked).filter(_reads_q(access)))


def count_published_replies() -> list[AuthorityReplies]:
    """Return the numbers by authority of the controls that have a published edition, for everybody."""
    published = Publication.objects.filter(withdrawn_at=None, edition__dossier=OuterRef("dossier"))
    return _count(_list_sent({}).filter(Exists(published)))


def _count(rows: QuerySet[Control]) -> list[AuthorityReplies]:
    counted = rows.values("authority", "outside_body", "outcome").annotate(count=Count("pk"))
    numbers: dict[UUID, dict[str, int]] = defaultdict(dict)
    for authority, outside, outcome, count in counted.values_list(*KEYS, "outcome", "count").order_by():
        numbers[authority or outside][outcome] = count
    one_each = rows.order_by(*KEYS).distinct(*KEYS).select_related(*KEYS)
    return [AuthorityReplies(one, numbers[one.authority_or_body.pk]) for one in one_each]
