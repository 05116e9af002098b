"""Erasure of an account: what remains is a row under a pseudonym without access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CASCADE, ManyToOneRel, Q, QuerySet
from guardian.models import UserObjectPermissionBase

from viche.accounts.events import PersonErased
from viche.accounts.models import AccountDecision, FactorReset, Letter, PersonalAccessToken, User
from viche.accounts.selectors import former_addresses_of
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import Reason, service
from viche.kernel.text import Text
from viche.kernel.versions import save_new_version

# Stored answers are sealed: which of those of others name the person is not known, so all of them are
# emptied. Their keys stay, so that nothing is done twice.
DELETE_KEPT_ANSWERS = """
    WITH own AS (DELETE FROM kernel_idempotencykey WHERE owner = ANY(%(owners)s))
    UPDATE kernel_idempotencykey SET body = '' WHERE owner <> ALL(%(owners)s) AND body <> ''
"""


@service(Reason.SYSTEM)
def erase_account(*, actor: Actor, person_id: UUID, name: Text) -> User:
    """Remove all personal data from an account; the row stays under `name`.

    It keeps no address, sign-in or preferences. Rows that cascade from a person (sessions, factors, sign-in
    addresses) are deleted; protected rows are the record of other people, and stay.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    _delete_kept_answers(person)
    # Letters requested before sign-in carry an address only. Former addresses are read from the person's
    # letters.
    Letter.objects.filter(Q(address=person.email) | Q(address__in=former_addresses_of(person.pk))).delete()
    # Browsers that still hold a session key get no reason any more, and keep nothing (`signed_out`).
    for rows in _cascading_rows(person):
        rows.delete()
    FactorReset.objects.filter(person=person).update(reason="")
    AccountDecision.objects.filter(person=person).update(reason="")
    PersonalAccessToken.objects.filter(person=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    _anonymise(person, name)
    record_access_change(person_id=person.pk, reason="person_erased")
    record(actor, PersonErased(person_id=person.pk))
    return person


def _cascading_rows(person: User) -> Iterator[QuerySet[Any]]:
    """Yield the rows of every table that cascades from a person.

    Grants are excluded: the grants service owns them.
    """
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.on_delete is not CASCADE:
            continue
        model: Any = relation.related_model
        if not issubclass(model, UserObjectPermissionBase):
            yield model._base_manager.filter(**{relation.field.name: person})


def _delete_kept_answers(person: User) -> None:
    owners = [str(person.pk), *(str(pk) for pk in person.tokens.values_list("pk", flat=True))]
    with connection.cursor() as cursor:
        cursor.execute(DELETE_KEPT_ANSWERS, {"owners": owners})


def _anonymise(person: User, name: Text) -> None:
    blank = User()
    person.email = f"{person.pk.hex}{User.NOWHERE}"
    person.name_uk, person.name_en = name["uk"], name["en"]
    for preference in ("grammatical_gender", "language", "time_zone", "shows_presence"):
        setattr(person, preference, getattr(blank, preference))
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = person.factor_due_at = person.reactivated_at = None
    person.deactivation_reason = ""
    person.set_unusable_password()
    save_new_version(person, whole=True)
