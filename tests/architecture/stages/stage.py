"""Two worlds, and the roles of the permission matrix in the first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.architecture.roles import Key, keys_of, people_of
from tests.cast import World
from viche.accounts.models import User
from viche.kernel.actor import Actor


@dataclass(slots=True)
class Stage:
    """Two worlds and the roles of the matrix in the first."""

    here: World
    elsewhere: World
    keys: dict[str, Key]

    @classmethod
    def built(cls, here: World, elsewhere: World) -> Stage:
        # The world itself stays as others know it.
        here = replace(here, people=dict(here.people), mandates=dict(here.mandates), seats=dict(here.seats))
        here.people |= people_of(here)
        return cls(here, elsewhere, keys_of(here.people["facilitator"]))

    def person(self, role: str) -> User | None:
        """Who signs in with a browser as this role; None for nobody and for programs."""
        if role == "stranger":
            return self.elsewhere.people["facilitator"]
        return self.here.people.get(role)

    def actor(self, role: str) -> Actor:
        if role in self.keys:
            return self.keys[role].actor
        return self.elsewhere.actor("facilitator") if role == "stranger" else self.here.actor(role)
