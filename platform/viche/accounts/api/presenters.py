"""Presenters: from rows to the shapes of the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from viche.accounts.api.shapes import (
    AppCodesOut,
    DemandName,
    DemoOrganisation,
    DemoSignInOut,
    EmailChangeOut,
    EmailChangesOut,
    FactorDemandOut,
    FactorRequirementOut,
    FactorsOut,
    GenderName,
    IdentitiesOut,
    IdentityOut,
    IdentityProviderOut,
    LanguageName,
    Me,
    NewTokenOut,
    PasskeyOut,
    PasswordLinkOut,
    PersonOut,
    ProviderOut,
    ScopeOut,
    SessionOut,
    TokenOut,
)
from viche.accounts.factor_requirements import APP_CODES, PASSKEY, MissingFactor
from viche.accounts.models import (
    DemoSignIn,
    Identity,
    IdentityProvider,
    Letter,
    PersonalAccessToken,
    Purpose,
    Session,
    User,
)
from viche.accounts.oidc.flow import build_redirect_uri
from viche.accounts.policies import people
from viche.accounts.roles import get_role_label
from viche.accounts.scopes import describe_scope
from viche.accounts.selectors import Factors, ProviderUsage, RoleDemand
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of


def show_me(person: User, seq: int) -> Me:
    return {
        "id": person.pk,
        "email": person.email,
        "name": bilingual_of(person, "name"),
        "gender": cast("GenderName", person.grammatical_gender),
        "language": cast("LanguageName", person.language),
        "time_zone": person.time_zone,
        "shows_presence": person.shows_presence,
        "is_administrator": person.is_superuser,
        "has_password": person.has_usable_password(),
        "factor_due_at": person.factor_due_at,
        "version": person.version,
        "seq": seq,
    }


def show_person(row: User, actor: Actor) -> PersonOut:
    return show_people([row], actor)[0]


def show_people(rows: list[User], actor: Actor) -> list[PersonOut]:
    steps = people.steps(actor, rows)
    return [
        {
            "id": row.pk,
            "email": row.email,
            "name": bilingual_of(row, "name"),
            "is_active": row.is_active,
            "deactivation_reason": row.deactivation_reason,
            "is_administrator": row.is_superuser,
            "has_password": row.has_usable_password(),
            "created_at": row.created_at,
            "last_sign_in_at": row.last_login,
            "allowed": steps[row.pk],
            "version": row.version,
        }
        for row in rows
    ]


def show_password_link(letter: Letter) -> PasswordLinkOut:
    return {
        "email": letter.address,
        "name": bilingual_of(cast("User", letter.person), "name"),
        "first": letter.purpose == Purpose.SET_PASSWORD,
        "expires_at": cast("datetime", letter.expires_at),
    }


def show_email_changes(letter: Letter | None) -> EmailChangesOut:
    return {"pending": _show_email_change(letter) if letter else None}


def _show_email_change(letter: Letter) -> EmailChangeOut:
    arrived = letter.sent_at is not None and not letter.lost
    return {
        "email": letter.address,
        "state": "sent" if arrived else "failed" if letter.next_try_at is None else "waiting",
        "asked_at": letter.created_at,
        "expires_at": letter.expires_at,
    }


def show_session(row: Session, actor: Actor, idle: timedelta) -> SessionOut:
    return {
        "id": row.public_id,
        "user_agent": row.user_agent,
        "ip": row.ip,
        "created_at": row.created_at,
        "last_seen_at": row.last_seen_at,
        "expires_at": row.expire_date,
        "idle_minutes": int(idle.total_seconds() // 60),
        "ends_at": row.created_at + settings.SESSION_AGE,
        "current": row.session_key == actor.session_id,
    }


def show_token(row: PersonalAccessToken) -> TokenOut:
    return {
        "id": row.pk,
        "name": row.name,
        "prefix": row.prefix,
        "scopes": row.scopes,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "live_until": row.live_until,
        "last_used_at": row.last_used_at,
    }


def show_new_token(row: PersonalAccessToken, secret: str) -> NewTokenOut:
    return {**show_token(row), "secret": secret}


def show_scope(name: str) -> ScopeOut:
    return {"scope": name, "label": describe_scope(name)}


def show_demo_sign_in(row: DemoSignIn) -> DemoSignInOut:
    organisation: DemoOrganisation | None = None
    if row.organisation_uk:
        organisation = {"name": bilingual_of(row, "organisation"), "sector": row.sector}
    return {
        "email": row.person.email,
        "name": bilingual_of(row.person, "name"),
        "hint": bilingual_of(row, "hint"),
        "organisation": organisation,
    }


def show_passkey(row: Authenticator) -> PasskeyOut:
    return {
        "id": UUID(row.data["id"]),
        "name": row.data["name"],
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
    }


def show_factors(mine: Factors) -> FactorsOut:
    app_codes = [
        AppCodesOut(created_at=row.created_at, last_used_at=row.last_used_at)
        for row in mine.rows
        if row.type == APP_CODES
    ]
    return {
        "app_codes": app_codes[0] if app_codes else None,
        "passkeys": [show_passkey(row) for row in mine.rows if row.type == PASSKEY],
        "recovery_codes_left": mine.recovery_codes_left,
        "demands": [_show_factor_demand(lack) for lack in mine.missing],
    }


def _show_factor_demand(lack: MissingFactor) -> FactorDemandOut:
    demand = cast("DemandName", lack.demand)
    return {"role": get_role_label(lack.role), "demand": demand, "since": lack.since}


def show_factor_requirement(one: RoleDemand) -> FactorRequirementOut:
    return {
        "role": one.role,
        "name": get_role_label(one.role),
        "demand": cast("DemandName", one.demand),
        "since": one.since,
        "holders": one.holders,
        "lacking": one.lacking,
        "version": one.version,
    }


def show_identity_provider(row: IdentityProvider) -> IdentityProviderOut:
    return {"code": row.code, "name": bilingual_of(row, "name")}


def show_identity(row: Identity) -> IdentityOut:
    return {
        "id": row.pk,
        "provider": show_identity_provider(row.provider),
        "linked_at": row.linked_at,
        "last_used_at": row.last_used_at,
    }


def show_identities(mine: Iterable[Identity], offered: Iterable[IdentityProvider]) -> IdentitiesOut:
    items = [show_identity(row) for row in mine]
    linked = {one["provider"]["code"] for one in items}
    return {
        "items": items,
        "others": [show_identity_provider(row) for row in offered if row.code not in linked],
    }


def show_managed_provider(one: ProviderUsage) -> ProviderOut:
    row = one.row
    return {
        "id": row.pk,
        "code": row.code,
        "name": bilingual_of(row, "name"),
        "issuer": row.issuer,
        "client_id": row.client_id,
        "is_enabled": row.is_enabled,
        "domains": row.domains,
        "return_address": build_redirect_uri(row.code),
        "people": one.people,
        "allowed": ["edit"] if one.people else ["edit", "remove"],
        "version": row.version,
    }
