"""Client of push services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult

from django.conf import settings
from urllib3 import Timeout
from urllib3.exceptions import HTTPError

from viche.kernel.safe_http import (
    Unreachable,
    build_connection_pool,
    request_target_of,
    resolve_host,
    validate_url,
)
from viche.notifications.webpush.encryption import SubscriptionKeys, encrypt_message
from viche.notifications.webpush.keys import ServerKey

REQUEST_TIMEOUT = Timeout(connect=2, read=4)  # seconds
# For all devices of a person: below the idle limit of a transaction.
TOTAL_SECONDS = 8.0
# A host name without a port; no IP address.
HOSTNAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
MAX_RETRY_AFTER = 3600  # seconds


class PushOutcome(StrEnum):
    """Outcome of a message; `gone`: the subscription does not exist any more."""

    TAKEN = "taken"
    GONE = "gone"
    REFUSED = "refused"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class PushMessage:
    """One message for one browser.

    `lasts` is the time to live in seconds, for which the service keeps it for an offline browser; of several
    waiting messages with the same `topic`, the last stays.
    """

    endpoint: str
    reader: SubscriptionKeys
    key: ServerKey
    text: bytes
    urgent: bool
    topic: str
    lasts: int


@dataclass(frozen=True, slots=True)
class PushResult:
    """Result of a request: outcome, a short code, and the requested delay in seconds."""

    fate: PushOutcome
    code: str = ""
    wait: int = 0


def validate_endpoint(endpoint: str) -> SplitResult:
    """Return the parsed endpoint at a known push service. Raises Unreachable for any other address.

    The endpoint comes from the client and is not trusted.
    """
    parts = validate_url(endpoint)
    if not any(_is_on_host(parts, host) for host in settings.PUSH_HOSTS):
        raise Unreachable
    return parts


def _is_on_host(parts: SplitResult, host: str) -> bool:
    """Return whether an address is on a host, or below it when it begins with a dot.

    A port must match exactly.
    """
    if host.startswith("."):
        return HOSTNAME.fullmatch(parts.netloc) is not None and parts.netloc.endswith(host)
    return parts.netloc == host


def send_messages(messages: Sequence[PushMessage]) -> list[PushResult]:
    """Send messages in parallel and return their results in order; a timeout means a retry later."""
    pool = ThreadPoolExecutor(max_workers=max(1, len(messages)))
    asked = [pool.submit(send_message, one) for one in messages]
    done, _late = wait(asked, timeout=TOTAL_SECONDS)
    pool.shutdown(wait=False, cancel_futures=True)
    return [one.result() if one in done else PushResult(PushOutcome.LATER, "timeout") for one in asked]


def send_message(message: PushMessage) -> PushResult:
    """Send one message."""
    try:
        parts = validate_endpoint(message.endpoint)
        host = resolve_host(parts)
    except Unreachable:
        return PushResult(PushOutcome.LATER, "unreachable")
    with build_connection_pool(parts, host) as pool:
        try:
            response = pool.urlopen(
                "POST",
                request_target_of(parts),
                body=encrypt_message(message.text, message.reader),
                headers=_build_headers(message, parts),
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=REQUEST_TIMEOUT,
            )
        except (HTTPError, OSError) as error:
            return PushResult(PushOutcome.LATER, type(error).__name__)
        response.close()  # the body is not needed
        return _interpret_status(response.status, response.headers.get("Retry-After", ""))


def _build_headers(message: PushMessage, parts: SplitResult) -> dict[str, str]:
    return {
        "Host": parts.netloc,
        "Authorization": message.key.authorization(f"{parts.scheme}://{parts.netloc}"),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(message.lasts),
        "Urgency": "high" if message.urgent else "normal",
        "Topic": message.topic,
    }


def _interpret_status(status: int, retry_after: str) -> PushResult:
    code = str(status)
    if 200 <= status < 300:
        return PushResult(PushOutcome.TAKEN)
    if status in (404, 410):
        return PushResult(PushOutcome.GONE, code)
    if status in (408, 425, 429) or status >= 500:
        seconds = int(retry_after) if retry_after.isdecimal() and len(retry_after) < 7 else 0
        return PushResult(PushOutcome.LATER, code, min(seconds, MAX_RETRY_AFTER))
    return PushResult(PushOutcome.REFUSED, code)
