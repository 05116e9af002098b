"""Identity providers whose sign-in opens accounts here, as managed by administrators."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.services import cancel_approvals, request_approval
from viche.accounts.events import ProviderAdded, ProviderChanged, ProviderRemoved
from viche.accounts.models import IdentityProvider
from viche.accounts.policies import SystemAction, require_administrator
from viche.kernel.actor import Actor
from viche.kernel.encryption import encrypt_secret
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.safe_http import Unreachable, validate_url
from viche.kernel.services import service
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalise_text
from viche.kernel.versions import check_version, save_new_version

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,29}")
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
MAX_DOMAINS = 50
# Kinds of approvals; a second administrator confirms them.
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
    """Request a new provider, which a second administrator has to confirm.

    The provider may vouch for e-mail addresses in `domains`. Raises Forbidden, and Invalid for bad input or a
    code or issuer that exists already.
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
    payload = {"code": code, "issuer": _validate_issuer(issuer), **_validate_facts(facts)}
    for name in ("code", "issuer"):
        if IdentityProvider.objects.filter(**{name: payload[name]}).exists():
            raise _build_taken_error(f"/{name}")
    return request_approval(actor=actor, kind=NEW_PROVIDER, payload=payload)


@service(SystemAction.MANAGE_PROVIDERS)
def add_provider(*, actor: Actor, facts: Mapping[str, Any]) -> IdentityProvider:
    """Add a provider that a second administrator has confirmed, so that people can sign in through it.

    `facts` are those of `request_provider`, validated and with the encrypted secret. Raises Forbidden, and
    Invalid for a code or issuer that was taken meanwhile.
    """
    require_administrator(actor)
    provider = IdentityProvider(**facts)
    try:
        with transaction.atomic():
            provider.save(force_insert=True)
    except IntegrityError as error:
        by_code = IdentityProvider.objects.filter(code=provider.code).exists()
        raise _build_taken_error("/code" if by_code else "/issuer") from error
    record(actor, ProviderAdded(provider_id=provider.pk))
    return provider


@service(SystemAction.MANAGE_PROVIDERS)
def edit_provider(
    *, actor: Actor, provider_id: UUID, expected_version: int, changes: dict[str, Any]
) -> IdentityProvider:
    """Change the names, `client_id`, `client_secret`, `is_enabled` or `domains`.

    A new domain waits for a second administrator, all else happens at once. A provider that is switched off
    stops new sign-ins immediately; existing sessions stay. Raises Forbidden, NotFound, Stale, Invalid, and
    Conflict while other new domains wait.
    """
    provider = _lock_provider(actor, provider_id)
    check_version(provider, expected_version)
    wanted = _validate_facts(changes)
    if "domains" in wanted:
        new = [one for one in wanted["domains"] if one not in provider.domains]
        wanted["domains"] = [one for one in wanted["domains"] if one in provider.domains]
        if new:
            payload = {"provider": str(provider.pk), "domains": new}
            request_approval(actor=actor, kind=NEW_DOMAINS, payload=payload, subject_id=provider.pk)
    _apply_changes(actor, provider, wanted)
    return provider


@service(SystemAction.MANAGE_PROVIDERS)
def add_domains(*, actor: Actor, provider_id: UUID, domains: Sequence[str]) -> IdentityProvider:
    """Add e-mail domains that a second administrator has confirmed to those a provider may vouch for.

    Raises Forbidden, NotFound.
    """
    provider = _lock_provider(actor, provider_id)
    _apply_changes(actor, provider, {"domains": _validate_domains([*provider.domains, *domains])})
    return provider


@service(SystemAction.MANAGE_PROVIDERS)
def remove_provider(*, actor: Actor, provider_id: UUID) -> None:
    """Delete a provider.

    Raises Conflict while people are linked with it: it can be switched off instead.
    """
    provider = _lock_provider(actor, provider_id)
    if provider.identities.exists():
        raise Conflict("in_use", _("People sign in with it. Switch it off instead."))
    record(actor, ProviderRemoved(provider_id=provider.pk))
    cancel_approvals(actor=actor, kind=NEW_DOMAINS, payload={"provider": str(provider.pk)})
    provider.delete()


def _apply_changes(actor: Actor, provider: IdentityProvider, wanted: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in wanted.items() if getattr(provider, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(provider, name, value)
    save_new_version(provider, *changed)
    fields = tuple(sorted(changed))
    record(actor, ProviderChanged(provider_id=provider.pk, fields=fields, row_version=provider.version))


def _build_taken_error(pointer: str) -> Invalid:
    return Invalid.field(pointer, "taken", _("There is such a provider already."))


def _lock_provider(actor: Actor, provider_id: UUID) -> IdentityProvider:
    require_administrator(actor)
    provider = IdentityProvider.objects.select_for_update().filter(pk=provider_id).first()
    if provider is None:
        raise NotFound
    return provider


def _validate_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the validated field values. Raises Invalid, or KeyError for an unknown field."""
    kept = {name: CHECKS[name](value) for name, value in facts.items()}
    if "client_secret" in kept:
        kept["secret"] = kept.pop("client_secret")
    return kept


def _validate_name(name: str, pointer: str) -> str:
    clean = " ".join(normalise_text(name).split())
    if is_blank(clean) or len(clean) > 120 or has_bidi_controls(clean) or not is_storable(clean):
        raise Invalid.field(pointer, "invalid", _("Write the name, in up to 120 characters."))
    return clean


def _validate_issuer(address: str) -> str:
    refusal = Invalid.field("/issuer", "invalid", _("The address of the provider: https://…"))
    try:
        parts = validate_url(address)
    except Unreachable as error:
        raise refusal from error
    if parts.query or len(address) > 255:
        raise refusal
    return address


def _validate_text(text: str, pointer: str) -> str:
    if not text or len(text) > 255 or not text.isascii() or not text.isprintable():
        raise Invalid.field(pointer, "invalid", _("Copy it as the provider shows it."))
    return text


def _validate_domains(domains: Sequence[str]) -> list[str]:
    clean = sorted({one.strip().lower().removeprefix("@") for one in domains})
    if len(clean) > MAX_DOMAINS or not all(DOMAIN.fullmatch(one) for one in clean):
        raise Invalid.field("/domains", "invalid", _("Up to 50 domains, such as rada.gov.ua."))
    return clean


CHECKS: dict[str, Callable[[Any], Any]] = {
    "name_uk": lambda name: _validate_name(name, "/name_uk"),
    "name_en": lambda name: _validate_name(name, "/name_en") if name else "",
    "client_id": lambda text: _validate_text(text, "/client_id"),
    "client_secret": lambda text: encrypt_secret(_validate_text(text, "/client_secret")),
    "is_enabled": bool,
    "domains": _validate_domains,
}
