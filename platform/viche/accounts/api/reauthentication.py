"""Fresh proof of identity, for endpoints of every app."""

from __future__ import annotations

from viche.accounts import selectors
from viche.accounts.models import User
from viche.accounts.reauthentication import require_fresh_proof
from viche.kernel.api import Endpoint


def require_proof(endpoint: Endpoint) -> User:
    """Return the person at the browser, who proved their identity within five minutes.

    Raises Forbidden: `needs_sign_in` for a token, `proof_required` without a proof.
    """
    person = selectors.get_me_at_browser(endpoint.actor)
    require_fresh_proof(endpoint.request._request, person)
    return person
