"""How often a password may be guessed: for each account, for each network address, for each known browser.

An account is counted under its address without case, accents and variants of characters, so that no spelling
gets more tries. A browser in which the person has signed in before is known by a cookie and counted by
itself (OWASP, “Slow Down Online Guessing Attacks with Device Cookies”): whoever guesses elsewhere cannot lock
the person out of it. Windows are short, and neither a live session nor a passkey asks for any of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Network, ip_address
from uuid import UUID

from viche.accounts.passwords.words import folded


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` tries in a window that begins with the first."""

    name: str
    most: int
    window: timedelta

    def of(self, whom: str) -> Counter:
        return Counter(self, sha256(f"{self.name}\n{whom}".encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Counter:
    """A limit for somebody. `key` is what the database knows them by."""

    limit: Limit
    key: str


SHORT, MINUTE = timedelta(minutes=5), timedelta(minutes=1)
SIGN_IN = Limit("sign_in", 5, SHORT)
SIGN_IN_FROM = Limit("sign_in_from", 50, SHORT)
KNOWN_BROWSER = Limit("known_browser", 10, SHORT)
PRESENT_PASSWORD = Limit("present_password", 5, SHORT)
CONFIRM = Limit("confirm", 10, MINUTE)  # with the password, wrong or right
# Each question to a passkey is kept in a session of its own, so nobody gets them without end.
PASSKEY_QUESTIONS_FROM = Limit("passkey_questions_from", 60, MINUTE)
PASSKEYS_FROM = Limit("passkeys_from", 30, MINUTE)
IDENTITIES_FROM = Limit("identities_from", 30, MINUTE)
RESET_OF = Limit("reset_of", 3, timedelta(minutes=15))
RESET_FROM = Limit("reset_from", 20, timedelta(minutes=15))
# Letters to an address that somebody wants for their account: of one person, and to one address by anybody.
EMAIL_CHANGE = Limit("email_change", 10, timedelta(hours=1))
EMAIL_CHANGE_TO = Limit("email_change_to", 3, timedelta(minutes=15))
# Letters that confirm a first sign-in through a provider, to one person.
IDENTITY_LETTERS = Limit("identity_letters", 3, timedelta(minutes=15))
# Codes of the app and recovery codes, at sign-in and later. Three of a million are right at a time: who has
# the password would find one by chance within half a year, and with the limit of the day within ten.
FACTOR = Limit("second_factor", 5, SHORT)
FACTOR_A_DAY = Limit("second_factor_a_day", 30, timedelta(days=1))
IPV6_SITE = 64  # bits: what one customer is given (RFC 6177)


def counters_of(address: str, network: str, browser: str | None) -> list[Counter]:
    """What a sign-in with this e-mail address counts against; `browser` is the name of a known one."""
    account = folded(address).strip()
    if browser is not None:
        return [KNOWN_BROWSER.of(f"{browser}\n{account}")]
    return [counter_from(SIGN_IN_FROM, network), SIGN_IN.of(account)]


def counters_of_codes(person_id: UUID, *, known: bool) -> list[Counter]:
    """What codes of a person count against. All browsers that are `known` count together, apart from the
    others: whoever tries elsewhere shuts nobody out there, and many cookies give no more tries than one.
    """
    whom = f"known\n{person_id}" if known else str(person_id)
    return [limit.of(whom) for limit in (FACTOR, FACTOR_A_DAY)]


def counter_from(limit: Limit, network: str) -> Counter:
    """What something that comes from a network address counts against, whoever it is for."""
    return limit.of(site_of(network))


def counter_of_resets(address: str) -> Counter:
    """What asking for a new password counts against, for the address that is written to."""
    return RESET_OF.of(folded(address).strip())


def counters_of_email_change(person_id: UUID, address: str) -> list[Counter]:
    """What asking for another address counts against; whose that address is plays no part."""
    return [EMAIL_CHANGE.of(str(person_id)), EMAIL_CHANGE_TO.of(folded(address).strip())]


def site_of(network: str) -> str:
    """Return the network that counts as one: an IPv6 address stands for all of its site, unless it is an IPv4
    one in another spelling.
    """
    address = ip_address(network)
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((address, IPV6_SITE), strict=False))
