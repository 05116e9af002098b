"""What a mail server says of an address, wherever it says so: at once, or in a report later."""

from __future__ import annotations

import re

# RFC 3463: there is no such mailbox or domain, or it has moved. Nothing else ends mail to an address. A full
# mailbox, one that is "disabled" (5.2.1: also of one that gets too much just now), a blocklist, a rule, and
# 5.1.0, 5.1.7 and 5.1.8 with what they say of the sender: all of that may be over tomorrow.
NOBODY_THERE = re.compile(r"\s*5\.1\.(?:[1236]|10)(?!\.?\d)")


def nobody_there(said: str) -> bool:
    """Whether an enhanced status code, or a reply that begins with one (RFC 2034), blames the address."""
    return NOBODY_THERE.match(said) is not None


def refused_for_good(code: int, reply: bytes) -> bool:
    """The same of what a server answered to a recipient."""
    return code >= 500 and nobody_there(reply.decode("ascii", "replace"))
