"""Rate limits for guessing credentials: per account, per network address, per known browser.

An account is counted under its address without case, accents and character variants, so that no spelling gets
more attempts. A browser in which the person has signed in before is recognised by a cookie and counted
separately (OWASP, “Slow Down Online Guessing Attacks with Device Cookies”): guessing from elsewhere cannot
lock the person out of it. Windows are short, and neither a live session nor a passkey depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Network, ip_address
from uuid import UUID

from viche.accounts.passwords.folding import fold_text


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` attempts in a window that begins with the first attempt."""

    name: str
    most: int
    window: timedelta

    def of(self, whom: str) -> Counter:
        """Return the counter of this limit for one subject.

        The key is a digest, so no address is stored.
        """
        return Counter(self, sha256(f"{self.name}\n{whom}".encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Counter:
    """A limit applied to one subject. `key` identifies the subject in the database."""

    limit: Limit
    key: str


SHORT, MINUTE = timedelta(minutes=5), timedelta(minutes=1)
SIGN_IN = Limit("sign_in", 5, SHORT)
SIGN_IN_FROM = Limit("sign_in_from", 50, SHORT)
KNOWN_BROWSER = Limit("known_browser", 10, SHORT)
PRESENT_PASSWORD = Limit("present_password", 5, SHORT)
CONFIRM = Limit("confirm", 10, MINUTE)  # with the password, whether it was right or wrong
# Each passkey challenge is stored in a session of its own, so the number of challenges is limited.
PASSKEY_QUESTIONS_FROM = Limit("passkey_questions_from", 60, MINUTE)
PASSKEYS_FROM = Limit("passkeys_from", 30, MINUTE)
IDENTITIES_FROM = Limit("identities_from", 30, MINUTE)
RESET_OF = Limit("reset_of", 3, timedelta(minutes=15))
RESET_FROM = Limit("reset_from", 20, timedelta(minutes=15))
# E-mails that confirm a requested address: per requesting person, and per requested address.
EMAIL_CHANGE = Limit("email_change", 10, timedelta(hours=1))
EMAIL_CHANGE_TO = Limit("email_change_to", 3, timedelta(minutes=15))
# E-mails to one person that confirm a first sign-in through a provider.
IDENTITY_LETTERS = Limit("identity_letters", 3, timedelta(minutes=15))
# App codes and recovery codes, at sign-in and later. Three codes of a million are valid at a time: an
# attacker who has the password would hit one by chance within half a year, and within ten years with the
# daily limit.
FACTOR = Limit("second_factor", 5, SHORT)
FACTOR_A_DAY = Limit("second_factor_a_day", 30, timedelta(days=1))
IPV6_SITE_BITS = 64  # prefix length that one customer is assigned (RFC 6177)


def list_sign_in_counters(address: str, network: str, browser: str | None) -> list[Counter]:
    """Return the counters of a sign-in with this e-mail address.

    `browser` is the name of a known browser, None for any other.
    """
    account = fold_text(address).strip()
    if browser is not None:
        return [KNOWN_BROWSER.of(f"{browser}\n{account}")]
    return [build_network_counter(SIGN_IN_FROM, network), SIGN_IN.of(account)]


def list_code_counters(person_id: UUID, *, known: bool) -> list[Counter]:
    """Return the counters of codes entered for a person.

    All browsers that are `known` count together, separately from the others: guessing elsewhere does not lock
    out the known ones, and many cookies give no more attempts than one.
    """
    whom = f"known\n{person_id}" if known else str(person_id)
    return [limit.of(whom) for limit in (FACTOR, FACTOR_A_DAY)]


def build_network_counter(limit: Limit, network: str) -> Counter:
    """Return the counter of a network address, whichever account the attempt is for."""
    return limit.of(site_of(network))


def build_reset_counter(address: str) -> Counter:
    """Return the counter of password resets requested for an address."""
    return RESET_OF.of(fold_text(address).strip())


def list_email_change_counters(person_id: UUID, address: str) -> list[Counter]:
    """Return the counters of a change of address, whoever owns the requested address now."""
    return [EMAIL_CHANGE.of(str(person_id)), EMAIL_CHANGE_TO.of(fold_text(address).strip())]


def site_of(network: str) -> str:
    """Return the network that is counted as one subject.

    An IPv6 address stands for its whole site, except an IPv4-mapped one, which counts as the IPv4 address.
    """
    address = ip_address(network)
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((address, IPV6_SITE_BITS), strict=False))
