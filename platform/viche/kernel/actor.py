"""Who acts: a person (by session or token), the system itself, or nobody yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks. Policies decide by it; events remember it.

    `person_id` is the signed-in person, `system` the name of a job or command that acts by itself.
    `session_id` and `token_id` say through what a person came, so that ending either ends the access. The
    former is the secret key of the session: what is kept or shown names it by `session_public_id`.
    `scopes` limits a token; None means that nothing is limited beyond what the person may do.
    `link_id` is the address by which somebody without an account does what that one address is for: to every
    policy but that of its thing they are nobody.
    """

    person_id: UUID | None = None
    system: str | None = None
    session_id: str | None = None
    token_id: UUID | None = None
    scopes: frozenset[str] | None = None
    link_id: UUID | None = None
    session_public_id: UUID | None = field(default=None, compare=False)

    @classmethod
    def for_person(cls, person_id: UUID) -> Actor:
        return cls(person_id=person_id)

    @classmethod
    def for_system(cls, name: str) -> Actor:
        return cls(system=name)

    @classmethod
    def for_link(cls, link_id: UUID) -> Actor:
        return cls(link_id=link_id)

    @property
    def is_anonymous(self) -> bool:
        return self.person_id is None and self.system is None

    @property
    def is_nobody(self) -> bool:
        """Whether there is not even a link."""
        return self.is_anonymous and self.link_id is None

    @property
    def is_system(self) -> bool:
        return self.system is not None

    def has_scope(self, scope: str) -> bool:
        """Whether the token (if any) reaches `scope`, such as `dialogue:write`."""
        return self.scopes is None or scope in self.scopes


ANONYMOUS = Actor()
