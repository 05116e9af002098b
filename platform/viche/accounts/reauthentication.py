"""Re-authentication: a fresh proof of identity, required before second factors change."""

from __future__ import annotations

from time import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from viche.accounts.factor_requirements import factor_kinds_of
from viche.accounts.models import User
from viche.kernel.errors import Forbidden

PROVIDER_METHOD = "provider"  # authentication method of a sign-in through an organisation
PROOF_SECONDS = 300  # how long a proof is valid


def record_proof(request: HttpRequest, person: User, kind: str, **facts: Any) -> None:
    """Record in the session that the person has just proved their identity with a second factor."""
    record_authentication(request, person, "mfa", type=kind, **facts)


def require_fresh_proof(request: HttpRequest, person: User) -> None:
    """Raise Forbidden (`proof_required`) without a proof of identity in the last five minutes.

    A person with a second factor has to use that factor: a password alone must not be enough to remove it. A
    person without a password signs in again through their organisation, if that is how they signed in; a
    person with none of these has nothing to prove it with and passes.
    """
    by_factor = bool(factor_kinds_of([person.pk])[person.pk])
    if not by_factor and not person.has_usable_password() and not person.identities.exists():
        return
    proofs = get_authentication_records(request, person)
    fresh = [one for one in proofs if time() - one["at"] < PROOF_SECONDS]
    if not any(one["method"] == "mfa" or not by_factor for one in fresh):
        raise Forbidden("proof_required", _("Confirm that it is you, then repeat."))
