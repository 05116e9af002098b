"""Former readers of an object: people who saw it by a reason that has ended.

Available to actors who may list its current readers. People who see it again, or still by another reason, are
included: otherwise the readers on a given day could not be reconstructed. The rules are those of
`groups.access.person_access`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q

from groups.access.person_access import get_age_key, has_been_visible, load_shown_since
from groups.access.selectors import AccessReason, build_record_lookup, load_access_history
from groups.common.collation import build_sort_key
from groups.grants import Container
from viche.accounts.models import User


@dataclass(frozen=True, slots=True)
class FormerReader:
    """A person who could see an object by reasons that have `ended`, the latest first.

    `grounds` are their current reasons, which have no effect when the account is closed.
    """

    person: User
    grounds: list[AccessReason]
    ended: list[AccessReason]


def list_former_readers_of(kind: Container, obj: Model) -> list[FormerReader]:
    """Return people with past access or with grounds but a closed account, by name."""
    seen = load_access_history(kind.guard, [obj])[obj.pk]
    held = seen.now
    shown = load_shown_since(kind, [obj]).get(obj.pk)
    ended = {
        pk: sorted(
            (one for one in sources if has_been_visible(kind, obj, one, shown)), key=get_age_key, reverse=True
        )
        for pk, sources in seen.once.items()
    }
    once = Q(pk__in=[pk for pk, sources in ended.items() if sources])
    closed = Q(pk__in=held, is_active=False)
    people = list(User.objects.filter(once | closed).order_by(build_sort_key("name_uk"), "id"))
    record = build_record_lookup(
        [source for one in people for source in (*held.get(one.pk, ()), *ended.get(one.pk, ()))]
    )
    return [
        FormerReader(
            one,
            [record(source) for source in held.get(one.pk, ())],
            [record(source) for source in ended.get(one.pk, ())],
        )
        for one in people
    ]
