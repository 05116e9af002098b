"""Proof, within a sign-in, that it is still the same person: asked for before factors change."""

from __future__ import annotations

from time import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from viche.accounts.demands import kinds_of
from viche.accounts.models import User
from viche.kernel.errors import Forbidden

BY_PROVIDER = "provider"  # how a sign-in through an organisation is remembered
FRESH = 300  # seconds for which a proof is good


def note_proof(request: HttpRequest, person: User, kind: str, **facts: Any) -> None:
    """Remember in the session that the person has just proved who they are with a second factor."""
    record_authentication(request, person, "mfa", type=kind, **facts)


def require_fresh_proof(request: HttpRequest, person: User) -> None:
    """Raises Forbidden (`proof_required`) unless the person proved within five minutes who they are.

    Who has a second factor proves it with that one: a password alone must not be enough to take it away. Who
    has no password either signs in anew through their organisation, if that is how they come in; else they
    have nothing to prove it with.
    """
    by_factor = bool(kinds_of([person.pk])[person.pk])
    if not by_factor and not person.has_usable_password() and not person.identities.exists():
        return
    proofs = get_authentication_records(request, person)
    fresh = [one for one in proofs if time() - one["at"] < FRESH]
    if not any(one["method"] == "mfa" or not by_factor for one in fresh):
        raise Forbidden("proof_required", _("Confirm that it is you, then repeat."))
