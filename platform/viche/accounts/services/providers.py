"""Whose sign-in opens accounts here: providers of identities, as the administrator keeps them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.services import drop_approvals, request_approval
from viche.accounts.events import ProviderAdded, ProviderChanged, ProviderRemoved
from viche.accounts.models import IdentityProvider
from viche.accounts.policies import SystemAction, require_administrator
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid, NotFound, Stale
from viche.kernel.events import record
from viche.kernel.outgoing import Unreachable, checked_address
from viche.kernel.sealing import seal
from viche.kernel.services import service
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalised

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,29}")
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
MOST_DOMAINS = 50
# Kinds of approvals: a second administrator confirms them.
NEW_PROVIDER, NEW_DOMAINS = "accounts.new_provider", "accounts.new_domains"


@service(SystemAction.MANAGE_PROVIDERS)
def request_provider(
    *,
    actor: Actor,
    code: str,
    name_uk: str,
    issuer: str,
    client_id: str,
    client_secret: str,
    name_en: str = "",
    domains: Sequence[str] = (),
) -> Approval:
    """Let a new provider wait for a second administrator. Nothing of it exists before.

    It may vouch for addresses of e-mail in `domains`. Raises Forbidden, and Invalid for what cannot be, or
    for a code or issuer that is there already.
    """
    require_administrator(actor)
    if not CODE.fullmatch(code):
        raise Invalid.field("/code", "invalid", _("2 to 30 small Latin letters, digits and hyphens."))
    facts = {
        "name_uk": name_uk,
        "name_en": name_en,
        "client_id": client_id,
        "client_secret": client_secret,
        "domains": domains,
    }
    payload = {"code": code, "issuer": _checked_issuer(issuer), **_checked(facts)}
    for name in ("code", "issuer"):
        if IdentityProvider.objects.filter(**{name: payload[name]}).exists():
            raise _taken(f"/{name}")
    return request_approval(actor=actor, kind=NEW_PROVIDER, payload=payload)


@service(SystemAction.MANAGE_PROVIDERS)
def add_provider(*, actor: Actor, facts: Mapping[str, Any]) -> IdentityProvider:
    """Let people sign in through a provider that a second administrator has confirmed.

    `facts` are those of `request_provider`, checked and with the sealed secret. Raises Forbidden, and Invalid
    for a code or issuer that is there by now.
    """
    require_administrator(actor)
    provider = IdentityProvider(**facts)
    try:
        with transaction.atomic():
            provider.save(force_insert=True)
    except IntegrityError as error:
        by_code = IdentityProvider.objects.filter(code=provider.code).exists()
        raise _taken("/code" if by_code else "/issuer") from error
    record(actor, ProviderAdded(provider_id=provider.pk))
    return provider


@service(SystemAction.MANAGE_PROVIDERS)
def edit_provider(
    *, actor: Actor, provider_id: UUID, expected_version: int, changes: dict[str, Any]
) -> IdentityProvider:
    """Change the names, `client_id`, `client_secret`, `is_enabled` or `domains`.

    A new domain waits for a second administrator, all else happens at once. A provider that is switched off
    signs nobody in from that moment; who is signed in stays so. Raises Forbidden, NotFound, Stale, Invalid,
    and Conflict while other new domains wait.
    """
    provider = _locked(actor, provider_id)
    if provider.version != expected_version:
        raise Stale
    wanted = _checked(changes)
    if "domains" in wanted:
        new = [one for one in wanted["domains"] if one not in provider.domains]
        wanted["domains"] = [one for one in wanted["domains"] if one in provider.domains]
        if new:
            payload = {"provider": str(provider.pk), "domains": new}
            request_approval(actor=actor, kind=NEW_DOMAINS, payload=payload, subject_id=provider.pk)
    _change(actor, provider, wanted)
    return provider


@service(SystemAction.MANAGE_PROVIDERS)
def add_domains(*, actor: Actor, provider_id: UUID, domains: Sequence[str]) -> IdentityProvider:
    """Let a provider vouch for domains that a second administrator has confirmed.

    Raises Forbidden, NotFound.
    """
    provider = _locked(actor, provider_id)
    _change(actor, provider, {"domains": _checked_domains([*provider.domains, *domains])})
    return provider


@service(SystemAction.MANAGE_PROVIDERS)
def remove_provider(*, actor: Actor, provider_id: UUID) -> None:
    """Forget a provider. Raises Conflict while anybody is linked with it: it can be switched off."""
    provider = _locked(actor, provider_id)
    if provider.identities.exists():
        raise Conflict("in_use", _("People sign in with it. Switch it off instead."))
    record(actor, ProviderRemoved(provider_id=provider.pk))
    drop_approvals(actor=actor, kind=NEW_DOMAINS, payload={"provider": str(provider.pk)})
    provider.delete()


def _change(actor: Actor, provider: IdentityProvider, wanted: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in wanted.items() if getattr(provider, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(provider, name, value)
    provider.version += 1
    provider.save(update_fields=[*changed, "version"])
    fields = tuple(sorted(changed))
    record(actor, ProviderChanged(provider_id=provider.pk, fields=fields, row_version=provider.version))


def _taken(pointer: str) -> Invalid:
    return Invalid.field(pointer, "taken", _("There is such a provider already."))


def _locked(actor: Actor, provider_id: UUID) -> IdentityProvider:
    require_administrator(actor)
    provider = IdentityProvider.objects.select_for_update().filter(pk=provider_id).first()
    if provider is None:
        raise NotFound
    return provider


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the row keeps them. Raises Invalid, or KeyError for one that there is not."""
    kept = {name: CHECKS[name](value) for name, value in facts.items()}
    if "client_secret" in kept:
        kept["secret"] = kept.pop("client_secret")
    return kept


def _checked_name(name: str, pointer: str) -> str:
    clean = " ".join(normalised(name).split())
    if is_blank(clean) or len(clean) > 120 or has_bidi_controls(clean) or not is_storable(clean):
        raise Invalid.field(pointer, "invalid", _("Write the name, in up to 120 characters."))
    return clean


def _checked_issuer(address: str) -> str:
    refusal = Invalid.field("/issuer", "invalid", _("The address of the provider: https://…"))
    try:
        parts = checked_address(address)
    except Unreachable as error:
        raise refusal from error
    if parts.query or len(address) > 255:
        raise refusal
    return address


def _checked_text(text: str, pointer: str) -> str:
    if not text or len(text) > 255 or not text.isascii() or not text.isprintable():
        raise Invalid.field(pointer, "invalid", _("Copy it as the provider shows it."))
    return text


def _checked_domains(domains: Sequence[str]) -> list[str]:
    clean = sorted({one.strip().lower().removeprefix("@") for one in domains})
    if len(clean) > MOST_DOMAINS or not all(DOMAIN.fullmatch(one) for one in clean):
        raise Invalid.field("/domains", "invalid", _("Up to 50 domains, such as rada.gov.ua."))
    return clean


CHECKS: dict[str, Callable[[Any], Any]] = {
    "name_uk": lambda name: _checked_name(name, "/name_uk"),
    "name_en": lambda name: _checked_name(name, "/name_en") if name else "",
    "client_id": lambda text: _checked_text(text, "/client_id"),
    "client_secret": lambda text: seal(_checked_text(text, "/client_secret")),
    "is_enabled": bool,
    "domains": _checked_domains,
}
