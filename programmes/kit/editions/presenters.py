"""Presenters of editions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import orjson

from groups.common import presenters as groups
from groups.common.schemas import Voice
from groups.models import Mandate
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.policies import DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.editions import schemas
from programmes.kit.editions.models import Edition, Publication
from programmes.kit.editions.selectors import find_later_public_edition
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of

STEPS = (DossierAction.PUBLISH_EDITION, DossierAction.WITHDRAW_EDITION)


def show_editions(actor: Actor, rows: Sequence[Edition]) -> list[schemas.EditionOut]:
    """Return editions of one dossier as the actor sees them. Needs `list_editions`."""
    if not rows:
        return []
    dossier, policy = rows[0].dossier, DossierPolicy()
    roles = ActorDossierAccess.of(actor).roles_for(dossier)
    steps = [one for one in STEPS if is_allowed_in_phase(one, dossier) and policy.may(roles, one, dossier)]
    names = policy.short_names_of(actor, steps)
    return [_show_edition(one, names) for one in rows]


def _show_edition(row: Edition, steps: Sequence[str]) -> schemas.EditionOut:
    publications = [_show_publication(one) for one in row.publications.all()]
    published = any(one["withdrawn_at"] is None for one in publications)
    next_step = "withdraw_edition" if published else "publish_edition"
    is_open = next_step in steps and (published or row.for_public)
    return {
        "id": row.pk,
        "number": row.number,
        "for_public": row.for_public,
        "reason": row.reason,
        "sha256": row.sha256,
        "made_by": _show_voice(row.made_by, row.made_through),
        "made_at": row.made_at,
        "published": published,
        "publications": publications,
        "allowed": [cast("schemas.EditionActionName", next_step)] if is_open else [],
    }


def _show_publication(row: Publication) -> schemas.EditionPublicationOut:
    return {
        "published_by": _show_voice(row.published_by, row.published_through),
        "published_at": row.published_at,
        "withdrawn_by": None if row.withdrawn_by is None else _show_voice(row.withdrawn_by, None),
        "withdrawn_at": row.withdrawn_at,
        "withdrawal_reason": row.withdrawal_reason,
    }


def _show_voice(person: User, mandate: Mandate | None) -> Voice:
    return groups.show_voice(person, mandate, on_behalf=mandate is not None)


def show_edition_page(actor: Actor, row: Edition) -> schemas.EditionPageOut:
    """Return an edition with its content. Needs `get_edition_of`."""
    (shown,) = show_editions(actor, [row])
    return {**shown, "reports": orjson.loads(row.content)}


def show_public_edition(publication: Publication) -> schemas.PublicEditionOut:
    """Return a published edition. Needs `get_publication`."""
    edition = publication.edition
    return {
        "id": edition.pk,
        "kind": edition.dossier.kind,
        "number": edition.number,
        "reason": edition.reason,
        "sha256": edition.sha256,
        "group": bilingual_of(edition.dossier.group, "name"),
        "made_at": edition.made_at,
        "published_at": publication.published_at,
        "later_id": find_later_public_edition(edition),
        "reports": orjson.loads(edition.content),
    }
