"""From rows to shapes."""

from __future__ import annotations

from typing import cast

from viche.accounts.api.shapes import (
    DemoOrganisation,
    DemoSignInOut,
    GenderName,
    LanguageName,
    Me,
    NewTokenOut,
    ScopeOut,
    SessionOut,
    TokenOut,
)
from viche.accounts.models import DemoSignIn, PersonalAccessToken, Session, User
from viche.accounts.scopes import label
from viche.kernel.actor import Actor
from viche.kernel.text import both


def me(person: User, seq: int) -> Me:
    return {
        "id": person.pk,
        "email": person.email,
        "name": both(person, "name"),
        "gender": cast("GenderName", person.grammatical_gender),
        "language": cast("LanguageName", person.language),
        "time_zone": person.time_zone,
        "is_administrator": person.is_superuser,
        "has_password": person.has_usable_password(),
        "version": person.version,
        "seq": seq,
    }


def session(row: Session, actor: Actor) -> SessionOut:
    return {
        "id": row.public_id,
        "user_agent": row.user_agent,
        "ip": row.ip,
        "created_at": row.created_at,
        "last_seen_at": row.last_seen_at,
        "expires_at": row.expire_date,
        "current": row.session_key == actor.session_id,
    }


def token(row: PersonalAccessToken) -> TokenOut:
    return {
        "id": row.pk,
        "name": row.name,
        "prefix": row.prefix,
        "scopes": row.scopes,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
    }


def new_token(row: PersonalAccessToken, secret: str) -> NewTokenOut:
    return {**token(row), "secret": secret}


def scope(name: str) -> ScopeOut:
    return {"scope": name, "label": label(name)}


def demo_sign_in(row: DemoSignIn) -> DemoSignInOut:
    organisation: DemoOrganisation | None = None
    if row.organisation_uk:
        organisation = {"name": both(row, "organisation"), "sector": row.sector}
    return {
        "email": row.person.email,
        "name": both(row.person, "name"),
        "hint": both(row, "hint"),
        "organisation": organisation,
    }
