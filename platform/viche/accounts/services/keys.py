"""Keys of a person: everything that opens their account without a sign-in at a browser.

Tokens, sign-ins through an organisation, and what other apps register (such as the address of a calendar
feed). A recovery that leaves them valid would return the account to an intruder who created them.
"""

from __future__ import annotations

from uuid import UUID

from viche.accounts.events import IdentityUnlinked
from viche.accounts.keys import revoke_registered_keys
from viche.accounts.models import User
from viche.accounts.policies import Action, people
from viche.accounts.services.tokens import revoke_tokens_of
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


@service(Action.REVOKE_KEYS)
def revoke_keys(*, actor: Actor, person_id: UUID) -> None:
    """Revoke every key of a person. Raises NotFound, and Forbidden for a token."""
    person = load(people, actor, person_id, Action.REVOKE_KEYS, lock=True)
    revoke_tokens_of(actor=actor, person=person)
    _unlink_identities(actor, person)
    revoke_registered_keys(actor, person.pk)


def _unlink_identities(actor: Actor, person: User) -> None:
    """Unlink what is linked, and let no letter link what is not linked yet."""
    person.identity_confirmations.all().delete()
    linked = list(person.identities.values_list("provider", flat=True))
    person.identities.all().delete()
    if linked:
        record_access_change(person_id=person.pk, reason="identity_unlinked")
    for provider_id in linked:
        record(actor, IdentityUnlinked(person_id=person.pk, provider_id=provider_id))
