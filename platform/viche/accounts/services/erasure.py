"""What is left of a person's account when they are erased: a row under a pseudonym that opens nothing."""

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
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import Reason, service
from viche.kernel.text import Text

# Stored answers are sealed: which of those of others name the person is not known, so all of them are
# emptied. Their keys stay, so that nothing is done twice.
FORGET_ANSWERS = """
    WITH own AS (DELETE FROM kernel_idempotencykey WHERE owner = ANY(%(owners)s))
    UPDATE kernel_idempotencykey SET body = '' WHERE owner <> ALL(%(owners)s) AND body <> ''
"""


@service(Reason.SYSTEM)
def erase_account(*, actor: Actor, person_id: UUID, name: Text) -> User:
    """Take everything personal from an account: it stays as `name`, without address, sign-in or preferences.

    Whatever is tied to a person by a cascade (sessions, factors, addresses of sign-in) goes with them; what
    is protected is the record of others, and stays.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    _forget_answers(person)
    # Asked for before anybody knew whose it is. What was a person's is looked up in letters of their own.
    Letter.objects.filter(Q(address=person.email) | Q(address__in=former_addresses_of(person.pk))).delete()
    # Browsers that still hold a key of theirs learn nothing more, and keep nothing (`signed_out`).
    for rows in _own(person):
        rows.delete()
    FactorReset.objects.filter(person=person).update(reason="")
    AccountDecision.objects.filter(person=person).update(reason="")
    PersonalAccessToken.objects.filter(person=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    _strip(person, name)
    access_changed(person_id=person.pk, reason="person_erased")
    record(actor, PersonErased(person_id=person.pk))
    return person


def _own(person: User) -> Iterator[QuerySet[Any]]:
    """The rows of every table that cascade from a person. Grants are for the grants service alone."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.on_delete is not CASCADE:
            continue
        model: Any = relation.related_model
        if not issubclass(model, UserObjectPermissionBase):
            yield model._base_manager.filter(**{relation.field.name: person})


def _forget_answers(person: User) -> None:
    owners = [str(person.pk), *(str(pk) for pk in person.tokens.values_list("pk", flat=True))]
    with connection.cursor() as cursor:
        cursor.execute(FORGET_ANSWERS, {"owners": owners})


def _strip(person: User, name: Text) -> None:
    blank = User()
    person.email = f"{person.pk.hex}{User.NOWHERE}"
    person.name_uk, person.name_en = name["uk"], name["en"]
    for preference in ("grammatical_gender", "language", "time_zone", "shows_presence"):
        setattr(person, preference, getattr(blank, preference))
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = person.factor_due_at = person.reactivated_at = None
    person.deactivation_reason = ""
    person.set_unusable_password()
    person.version += 1
    person.save()
