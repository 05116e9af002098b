"""Parsing of delivery status notifications (RFC 3464)."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from uuid import UUID

from viche.accounts.smtp_errors import is_unknown_address

logger = logging.getLogger(__name__)

MAX_BYTES = 1024 * 1024
OWN_MESSAGE_ID = re.compile(r"<([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})@")
STATUS = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})")
ADDRESS = re.compile(r"^\s*(?:rfc822|utf-8)\s*;\s*<?([^\s<>]+)>?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail or letter that did not reach an address, and why (an enhanced status code)."""

    message_id: UUID
    address: str
    status: str

    @property
    def is_unknown_address(self) -> bool:
        """Return whether the address itself does not exist."""
        return is_unknown_address(self.status)


def read_bounce(raw: bytes) -> Bounce | None:
    """Parse a bounce report; None for other mail, for a delay, and where no mail is ours."""
    try:
        return _parse_report(BytesParser(policy=default).parsebytes(raw[:MAX_BYTES]))
    except Exception as error:  # noqa: BLE001 - strangers write these: the parser fails in a dozen ways
        logger.warning("report_unreadable", extra={"error": type(error).__name__})
        return None


def _parse_report(message: EmailMessage) -> Bounce | None:
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())
    failed = next(filter(None, map(_find_failed_recipient, parts)), None)
    ours = next(filter(None, map(_find_own_message, parts)), None)
    return Bounce(ours, *failed) if failed is not None and ours is not None else None


def _find_failed_recipient(part: EmailMessage) -> tuple[str, str] | None:
    """Return address and status where a part reports a permanent failure of a recipient.

    It is the address that failed, not the one that was written to: where a shared mailbox forwards mail to
    five people and one has left, only that one is gone.
    """
    if str(part.get("Action", "")).strip().lower() != "failed":
        return None
    address = ADDRESS.match(str(part.get("Final-Recipient", "")))
    status = STATUS.match(str(part.get("Status", "")))
    return (address[1], status[1]) if address is not None and status is not None else None


def _find_own_message(part: EmailMessage) -> UUID | None:
    """Return the id of the bounced mail from its headers, enclosed as a message or as plain text."""
    headers = str(part.get("Message-ID", "")) if part.get_content_type() != "multipart/report" else ""
    if part.get_content_type() == "text/rfc822-headers":
        headers = next(iter(re.findall(r"(?im)^message-id:\s*(\S+)", _get_text(part))), "")
    found = OWN_MESSAGE_ID.match(headers)
    return UUID(found[1]) if found is not None else None


def _get_text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
