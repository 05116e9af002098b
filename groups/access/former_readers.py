"""Who saw a thing once by something that is over: for whoever may ask who sees it now.

Whoever sees it again, or still by something else, is among them: else nobody could tell who saw it on a day.

By the same rules as what a person saw once.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q

from groups.access.person_access import age, shown_since, was_there
from groups.access.selectors import Ground, now_and_once, records_of
from groups.common.collation import key_of
from groups.grants import Container
from viche.accounts.models import User


@dataclass(frozen=True, slots=True)
class FormerReader:
    """Somebody who could see a thing by what has `ended`, the latest first. By its `grounds` they see it now,
    or would if their account were not closed.
    """

    person: User
    grounds: list[Ground]
    ended: list[Ground]


def former_readers_of(kind: Container, obj: Model) -> list[FormerReader]:
    """Everybody who could see a thing by what is over, and whose account is closed, by name."""
    seen = now_and_once(kind.guard, [obj])[obj.pk]
    held = seen.now
    shown = shown_since(kind, [obj]).get(obj.pk)
    ended = {
        pk: sorted((one for one in sources if was_there(kind, obj, one, shown)), key=age, reverse=True)
        for pk, sources in seen.once.items()
    }
    once = Q(pk__in=[pk for pk, sources in ended.items() if sources])
    closed = Q(pk__in=held, is_active=False)
    people = list(User.objects.filter(once | closed).order_by(key_of("name_uk"), "id"))
    record = records_of(
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
