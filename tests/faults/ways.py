"""By which ways somebody loses a thread, and by which channels they have it until then."""

from __future__ import annotations

PAGES = frozenset({"thread", "messages", "message", "events", "gist", "catch-up", "draft", "link cards"})
PAPERS = frozenset({"paper", "export"})
FILES = frozenset({"file", "new link", "old link"})
LISTS = frozenset({"search", "today"})
ASKED = PAGES | PAPERS | FILES | LISTS | {"inbox"}
SOCKET = frozenset({"frame"})
STIR = frozenset({"stir"})  # who types and reads: for those who sit at the table alone
NEWS = frozenset({"letter", "push"})

GROUP = frozenset({"group’s threads", "group’s frame"})  # the light frame, with an excerpt

GUEST = ASKED | SOCKET | NEWS
MEMBER = GUEST | GROUP | STIR
EMERGENCY = GUEST
STRANGER = frozenset(
    f"{what}, {who}" for what in ("page", "pages", "public messages") for who in ("signed in", "unsigned")
)

WAYS = {
    "seat": MEMBER,
    "mandate": MEMBER,
    "audience": MEMBER - {"group’s frame"},  # of what only some may read the group hears nothing
    "restricted": MEMBER,
    "moved": MEMBER,
    "grant": GUEST,
    "merged": GUEST,  # into a thread that they lose
    "split": GUEST,  # off a thread that they keep
    "glass": EMERGENCY,
    "public": STRANGER,
    "account": MEMBER,
}
"""Each way, with the channels by which whoever loses the thread has it until then."""
MARKS = {f"{way}{number}": (way, f"web{number}") for number in (1, 2) for way in WAYS}
"""A word for each way at each web process."""
GOES_ON = ("merged", "split")
"""Where what was said is in another thread afterwards; whoever loses it goes on to read what stays."""
SHARED = ("grant", *GOES_ON)
SEATED = ("seat", "mandate", "audience", "restricted", "moved", "account")
