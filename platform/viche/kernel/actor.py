"""The actor of a request or job: a person (by session or token), the system, or an anonymous visitor."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The actor of an operation: policies decide by it, events record it.

    `person_id` is the signed-in person, `system` the name of a job or command that acts by itself.
    `session_id` and `token_id` are the credential that the person used, so that ending either ends the
    access. `session_id` is the secret session key: stored and displayed data uses `session_public_id`
    instead. `scopes` limits a token; None means no limit beyond the person's own permissions. `link_id` is a
    secret link that lets a visitor without an account use the one object it was issued for; for every other
    policy this actor is anonymous.

    `confirmed` are the kinds of personal data that the request confirms, `disclosed` the confirmed kinds that
    were found in its texts (`viche.kernel.disclosure`).
    """

    person_id: UUID | None = None
    system: str | None = None
    session_id: str | None = None
    token_id: UUID | None = None
    scopes: frozenset[str] | None = None
    link_id: UUID | None = None
    session_public_id: UUID | None = field(default=None, compare=False)
    confirmed: tuple[str, ...] = field(default=(), compare=False)
    disclosed: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def for_person(cls, person_id: UUID) -> Actor:
        return cls(person_id=person_id)

    @classmethod
    def for_system(cls, name: str) -> Actor:
        return cls(system=name)

    @classmethod
    def for_link(cls, link_id: UUID) -> Actor:
        return cls(link_id=link_id)

    def with_confirmed(self, kinds: Collection[str]) -> Actor:
        """Return this actor with the kinds of personal data that one request of theirs confirms."""
        return replace(self, confirmed=tuple(kinds))

    @property
    def is_anonymous(self) -> bool:
        return self.person_id is None and self.system is None

    @property
    def is_unidentified(self) -> bool:
        """Return whether the actor has neither an identity nor a link."""
        return self.is_anonymous and self.link_id is None

    @property
    def is_system(self) -> bool:
        return self.system is not None

    def has_scope(self, scope: str) -> bool:
        """Return whether the token (if any) includes `scope`, such as `dialogue:write`."""
        return self.scopes is None or scope in self.scopes


ANONYMOUS = Actor()
