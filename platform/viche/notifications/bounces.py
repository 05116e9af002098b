"""Reports of mail servers that a mail did not arrive (RFC 3464), as they come back to its sender."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from uuid import UUID

from viche.accounts.refusals import nobody_there

logger = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
OURS = re.compile(r"<([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})@")
STATUS = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})")
ADDRESS = re.compile(r"^\s*(?:rfc822|utf-8)\s*;\s*<?([^\s<>]+)>?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """Which mail or letter did not reach which address, and why (an enhanced status code)."""

    message_id: UUID
    address: str
    status: str

    @property
    def nobody(self) -> bool:
        """Whether the address itself is to blame."""
        return nobody_there(self.status)


def read_bounce(raw: bytes) -> Bounce | None:
    """What a report says; None for any other mail, for a delay, and where it names none of ours."""
    try:
        return _read(BytesParser(policy=default).parsebytes(raw[:MOST_BYTES]))
    except Exception as error:  # noqa: BLE001 - strangers write these: the parser fails in a dozen ways
        logger.warning("report_unreadable", extra={"error": type(error).__name__})
        return None


def _read(message: EmailMessage) -> Bounce | None:
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())
    failed = next(filter(None, map(_failed, parts)), None)
    ours = next(filter(None, map(_ours, parts)), None)
    return Bounce(ours, *failed) if failed is not None and ours is not None else None


def _failed(part: EmailMessage) -> tuple[str, str] | None:
    """Address and status, where a part speaks of a recipient whom the mail will never reach.

    The address that failed, not the one that was written to: where a shared mailbox hands mail on to five
    people and one has left, that one alone is gone.
    """
    if str(part.get("Action", "")).strip().lower() != "failed":
        return None
    address = ADDRESS.match(str(part.get("Final-Recipient", "")))
    status = STATUS.match(str(part.get("Status", "")))
    return (address[1], status[1]) if address is not None and status is not None else None


def _ours(part: EmailMessage) -> UUID | None:
    """The key of the mail that came back: its headers stand in the report, as a message or as plain text."""
    headers = str(part.get("Message-ID", "")) if part.get_content_type() != "multipart/report" else ""
    if part.get_content_type() == "text/rfc822-headers":
        headers = next(iter(re.findall(r"(?im)^message-id:\s*(\S+)", _text(part))), "")
    found = OURS.match(headers)
    return UUID(found[1]) if found is not None else None


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
