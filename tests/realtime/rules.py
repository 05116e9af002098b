"""What was given and taken in a history, as plainly as it can be said, and what follows for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from groups.models import Role
from tasks.models import ActionItem
from tests.realtime.hours import KYIV
from tests.realtime.onlookers import Onlookers
from viche.kernel.clock import now


@dataclass(slots=True)
class Span:
    """From when until when something holds; None: until it is taken."""

    since: datetime
    until: datetime | None

    def lasts(self) -> bool:
        return self.since <= now() and not self.is_over()

    def is_over(self) -> bool:
        return self.until is not None and self.until <= now()


@dataclass(slots=True)
class Seat(Span):
    role: Role


@dataclass(slots=True)
class Window(Span):
    deputy: str


@dataclass(slots=True)
class Share(Span):
    guest: str
    what: str  # which of the topics


@dataclass(slots=True)
class Post:
    """A mandate, its seats, and who stands in for its holder. Both days count."""

    mandate_id: UUID
    organisation: str
    holder: str
    first_day: date
    last_day: date | None = None
    ended: bool = False
    rests: bool = False
    seats: dict[UUID, Seat] = field(default_factory=dict)
    windows: dict[UUID, Window] = field(default_factory=dict)

    def holds(self) -> bool:
        return not self.ended and (self.last_day is None or today() <= self.last_day)

    def is_at_work(self) -> bool:
        return self.holds() and not self.rests

    def end(self) -> None:
        self.ended, self.seats, self.windows = True, {}, {}


class Rules(Onlookers):
    """Who reads and writes what, and what ends with what else."""

    item: ActionItem
    posts: list[Post]
    former: list[Post]  # those in whose place another came
    named: set[str] | None  # of the second thread; None: the whole group
    shares: dict[UUID, Share]
    glass: tuple[UUID, Span] | None  # by which the coordinator reads the second thread

    def acts(self, name: str, post: Post) -> bool:
        """Whoever stands in for another acts for the organisation themselves."""
        if not post.is_at_work() or name == post.holder:
            return post.is_at_work()
        asked = any(one.deputy == name and one.lasts() for one in post.windows.values())
        return asked and any(one.is_at_work() for one in self.posts_of(name, post.organisation))

    def posts_of(self, name: str, organisation: str) -> Iterator[Post]:
        return (one for one in self.posts if one.holder == name and one.organisation == organisation)

    def seats_of(self, name: str, organisations: set[str] | None = None) -> list[Role]:
        """The roles of the seats in which somebody acts, of some organisations if named."""
        if name == "facilitator":
            return [Role.FACILITATOR]  # of a body that every audience names
        return [
            seat.role
            for post in self.posts
            if self.acts(name, post) and (organisations is None or post.organisation in organisations)
            for seat in post.seats.values()
            if seat.lasts()
        ]

    def is_group_member(self, name: str, organisations: set[str] | None = None) -> bool:
        return bool(self.seats_of(name, organisations))

    def writes(self, name: str) -> tuple[bool, bool]:
        """In which of the threads; a guest and an observer read alone."""
        if name in self.off or self.suspended:
            return False, False
        roles = self.seats_of(name), self.seats_of(name, self.named)
        first, second = (any(role != Role.OBSERVER for role in one) for one in roles)
        return first, second

    def reads(self, name: str) -> dict[str, bool]:
        """By topic; who has no account any more reads nothing."""
        if name in self.off:
            return dict.fromkeys(self.topics(), False)
        given = {share.what for share in self.shares.values() if share.guest == name and share.lasts()}
        second = (
            self.is_group_member(name, self.named) or "second" in given or self.reads_in_an_emergency(name)
        )
        answers = (
            self.is_group_member(name),
            self.is_group_member(name) or "first" in given,
            second,
            second or "item" in given,
        )
        return dict(zip(self.topics(), answers, strict=True))

    def reads_in_an_emergency(self, name: str) -> bool:
        """While there is a door that could be held open."""
        opened = self.glass is not None and self.glass[1].lasts()
        return name == "coordinator" and opened and self.named is not None

    def topics(self) -> tuple[str, str, str, str]:
        return (
            f"group:{self.world.group.pk}",
            f"thread:{self.first.pk}",
            f"thread:{self.second.pk}",
            f"action:{self.item.pk}",
        )

    def depart(self, post: Post) -> None:
        """Whoever leaves the last post by which they act for an organisation stands in for nobody there;
        whoever leaves the last of all is nobody's guest.
        """
        others = [one for one in self.posts if one.holder == post.holder and one is not post]
        if not any(one.holds() for one in others):
            self.forget_shares_of(post.holder)
        if not any(one.is_at_work() for one in others if one.organisation == post.organisation):
            self.forget_windows_of(post.holder, post.organisation)

    def let_run_out(self) -> None:
        """Whoever was somebody's guest by mandates that have run out by their day, and has no other, is one
        no longer.
        """
        known = [one for one in (*self.posts, *self.former) if not one.ended]
        for share_id, share in list(self.shares.items()):
            theirs = [one for one in known if one.holder == share.guest]
            met = any(_carried(one, day_of(share.since)) for one in theirs)
            if met and not any(one.holds() for one in theirs):
                del self.shares[share_id]

    def forget_shares_of(self, name: str) -> None:
        self.shares = {pk: share for pk, share in self.shares.items() if share.guest != name}

    def forget_windows_of(self, name: str, organisation: str | None = None) -> None:
        for post in self.posts:
            if organisation in (None, post.organisation):
                post.windows = {pk: one for pk, one in post.windows.items() if one.deputy != name}


def _carried(post: Post, day: date) -> bool:
    return post.first_day <= day and (post.last_day is None or day <= post.last_day)


def today() -> date:
    return day_of(now())


def day_of(moment: datetime) -> date:
    return moment.astimezone(KYIV).date()
