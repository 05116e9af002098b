"""Handing a sealed message to the push service of a browser."""

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

from viche.kernel.outgoing import Unreachable, checked_address, pool_to, resolved, target_of
from viche.notifications.webpush.keys import ServerKey
from viche.notifications.webpush.sealing import Reader, sealed

PATIENCE = Timeout(connect=2, read=4)  # seconds
# For all devices of a person: less than a transaction may stand still.
WHOLE = 8.0
# Without a port, and no number of a network in the place of a name.
PLAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
LONGEST_WAIT = 3600  # seconds that a service may ask us to wait


class Fate(StrEnum):
    """What became of a message: `gone` says that there is no such browser any more."""

    TAKEN = "taken"
    GONE = "gone"
    REFUSED = "refused"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Message:
    """One message for one browser. `lasts` is for how many seconds the service keeps it for a browser without
    a line; of several with the same `topic` that wait there, the last stays.
    """

    endpoint: str
    reader: Reader
    key: ServerKey
    text: bytes
    urgent: bool
    topic: str
    lasts: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: what it means, a short code, and how long it asks us to wait, in seconds."""

    fate: Fate
    code: str = ""
    wait: int = 0


def checked_endpoint(endpoint: str) -> SplitResult:
    """The address of a browser at the push service of its maker. Raises Unreachable for any other address:
    what browsers tell us is the word of whoever asks.
    """
    parts = checked_address(endpoint)
    if not any(_is_of(parts, host) for host in settings.PUSH_HOSTS):
        raise Unreachable
    return parts


def _is_of(parts: SplitResult, host: str) -> bool:
    """Whether an address is of a host; of any below it when that begins with a dot. A port must be named."""
    if host.startswith("."):
        return PLAIN.fullmatch(parts.netloc) is not None and parts.netloc.endswith(host)
    return parts.netloc == host


def post_all(messages: Sequence[Message]) -> list[Answer]:
    """What became of each, in their order. Whoever does not answer in time is asked again later."""
    pool = ThreadPoolExecutor(max_workers=max(1, len(messages)))
    asked = [pool.submit(post, one) for one in messages]
    done, _late = wait(asked, timeout=WHOLE)
    pool.shutdown(wait=False, cancel_futures=True)
    return [one.result() if one in done else Answer(Fate.LATER, "timeout") for one in asked]


def post(message: Message) -> Answer:
    """Hand one message over."""
    try:
        parts = checked_endpoint(message.endpoint)
        host = resolved(parts)
    except Unreachable:
        return Answer(Fate.LATER, "unreachable")
    with pool_to(parts, host) as pool:
        try:
            response = pool.urlopen(
                "POST",
                target_of(parts),
                body=sealed(message.text, message.reader),
                headers=_headers(message, parts),
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=PATIENCE,
            )
        except (HTTPError, OSError) as error:
            return Answer(Fate.LATER, type(error).__name__)
        response.close()  # nothing in it is for us
        return _meaning(response.status, response.headers.get("Retry-After", ""))


def _headers(message: Message, parts: SplitResult) -> dict[str, str]:
    return {
        "Host": parts.netloc,
        "Authorization": message.key.authorization(f"{parts.scheme}://{parts.netloc}"),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(message.lasts),
        "Urgency": "high" if message.urgent else "normal",
        "Topic": message.topic,
    }


def _meaning(status: int, retry_after: str) -> Answer:
    code = str(status)
    if 200 <= status < 300:
        return Answer(Fate.TAKEN)
    if status in (404, 410):
        return Answer(Fate.GONE, code)
    if status in (408, 425, 429) or status >= 500:
        seconds = int(retry_after) if retry_after.isdecimal() and len(retry_after) < 7 else 0
        return Answer(Fate.LATER, code, min(seconds, LONGEST_WAIT))
    return Answer(Fate.REFUSED, code)
