"""Everything that comes from the environment, checked once, before anything starts."""

from __future__ import annotations

import os
import re
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("development", "test", "production")
SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 12
SHORTEST_TOKEN = 32
DEVELOPMENT_SECRET = "development-only: anybody can read this in the repository"  # noqa: S105
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# Where the makers of browsers take push messages; one that begins with a dot stands for all below it.
PUSH_HOSTS = (
    "fcm.googleapis.com,jmt17.google.com,updates.push.services.mozilla.com,.push.apple.com,"
    ".notify.windows.com"
)
# What libpq may be told in DATABASE_URL.
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
DATABASE_OPTIONS = {
    *("host", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "sslnegotiation"),
    *("ssl_min_protocol_version", "channel_binding", "require_auth", "target_session_attrs"),
    *("application_name", "connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count"),
    "tcp_user_timeout",
}
BUCKET_OPTIONS = {"endpoint", "region", "encryption"}
ROOT = Path(__file__).resolve().parents[3]
# How a connection to PostgreSQL over a network is found dead although nobody said so: within 20 seconds.
LIVELINESS = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}


def text(name: str, default: str | None = None) -> str:
    """The variable, or `default`. Raises ImproperlyConfigured when there is neither."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment.")
    return value


def number(name: str, default: int) -> int:
    raw = os.environ.get(name, str(default))
    if not raw.isdigit():
        raise ImproperlyConfigured(f"{name} takes a whole number, not {raw!r}.")
    return int(raw)


def numbers(prefix: str) -> dict[str, int | float]:
    """Every variable whose name begins so, by the rest of its name in lower case."""
    return {
        name.removeprefix(prefix).lower(): _number(name, raw)
        for name, raw in os.environ.items()
        if name.startswith(prefix)
    }


def _number(name: str, raw: str) -> int | float:
    try:
        return int(raw) if raw.isdigit() else float(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} takes a number, not {raw!r}.") from error


def words(name: str, default: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def mode() -> str:
    chosen = text("VICHE_MODE", "development")
    if chosen not in MODES:
        raise ImproperlyConfigured(f"VICHE_MODE is one of {', '.join(MODES)}, not {chosen!r}.")
    return chosen


def secret_key(chosen_mode: str) -> str:
    """The signing key. Production refuses one that is missing, short, monotonous or known."""
    return _secret("VICHE_SECRET_KEY", chosen_mode)


def sealing_keys(chosen_mode: str) -> list[str]:
    """The keys that seal small secrets at rest: the present one, then those that are being replaced.

    Production refuses a weak one, and the signing key: who learns one of them must not hold both.
    """
    sealing = _secret("VICHE_SEALING_KEY", chosen_mode)
    if chosen_mode == "production" and sealing == text("VICHE_SECRET_KEY"):
        raise ImproperlyConfigured("VICHE_SEALING_KEY must differ from VICHE_SECRET_KEY.")
    return [sealing, *old_keys("VICHE_OLD_SEALING_KEYS", chosen_mode)]


def old_keys(name: str, chosen_mode: str) -> list[str]:
    """The keys that are being replaced: they still open what they closed, so production refuses weak ones."""
    keys = words(name, "")
    return [_checked_secret(name, key) for key in keys] if chosen_mode == "production" else keys


def _secret(name: str, chosen_mode: str) -> str:
    if chosen_mode != "production":
        return text(name, DEVELOPMENT_SECRET)
    return _checked_secret(name, text(name))


def _checked_secret(name: str, secret: str) -> str:
    weak = (
        len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS or secret == DEVELOPMENT_SECRET
    )
    if weak or "change" in secret.lower():
        raise ImproperlyConfigured(
            f"{name} must be random and at least {SHORTEST_SECRET} characters long: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return secret


def metrics_token() -> str:
    """The secret of whoever may read /metrics; empty turns them off. Refused when it can be guessed."""
    token = text("VICHE_METRICS_TOKEN", "")
    if token and len(token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(
            f"VICHE_METRICS_TOKEN must be random and at least {SHORTEST_TOKEN} characters long."
        )
    return token


def push_key() -> str:
    """The private key by which push services know us, as base64url of 32 bytes; empty: derived from ours."""
    key = text("VICHE_PUSH_KEY", "").strip()
    try:
        number = int.from_bytes(urlsafe_b64decode(key + "="))
    except ValueError:
        number = 0
    if key and not (re.fullmatch(r"[A-Za-z0-9_-]{43}", key) and 0 < number < P256_ORDER):
        raise ImproperlyConfigured("VICHE_PUSH_KEY is a private key of P-256: 32 bytes as base64url.")
    return key


def map_sources(chosen_mode: str) -> tuple[str, list[str]]:
    """The address of the style that maps are drawn by, and the origins that a browser asks for them.

    Empty and none without a style. Raises ImproperlyConfigured for what is not exactly an origin: they go
    into the Content-Security-Policy as they are.
    """
    style = text("VICHE_MAP_STYLE", "").strip()
    if not style:
        return "", []
    parts = urlsplit(style)
    own = [] if style.startswith("/") and not parts.netloc else [f"{parts.scheme}://{parts.netloc}"]
    asked = own + words("VICHE_MAP_ORIGINS", "")
    scheme = "https" if chosen_mode == "production" else "https?"
    for origin in asked:
        if not re.fullmatch(rf"{scheme}://[a-z0-9.-]+(:[0-9]+)?", origin):
            raise ImproperlyConfigured(
                "VICHE_MAP_STYLE is an address such as https://tiles.example.org/style.json, "
                f"VICHE_MAP_ORIGINS are origins such as https://tiles.example.org, not {origin!r}."
            )
    return style, list(dict.fromkeys(asked))


def database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://user:password@host:port/name?host=/socket/folder` address.

    Its other options are those of libpq that `DATABASE_OPTIONS` names. Raises ImproperlyConfigured for any
    other: an option that is passed over could be the one that asks for TLS.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(
            "DATABASE_URL is an address of PostgreSQL: postgresql://user:password@host/name."
        )
    query = _database_options(parts)
    host = query.pop("host", parts.hostname or "")
    idle = number("VICHE_IDLE_TRANSACTION", 10)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {
                "min_size": 1,
                "max_size": number("VICHE_DATABASE_POOL", 20),
                # The threads of a process are few: while there is no connection to be had, who comes next
                # waits until the ones before are told so.
                "timeout": 2,
                "reconnect_timeout": 1,
            },
            # A process that stands still in the middle of a transaction keeps its locks no longer than this.
            # Prepared statements alone leave their values out: those are planned once, not for each value.
            "options": f"-c idle_in_transaction_session_timeout={idle}s "
            # Compiling a plan takes longer than any of ours runs, and some look dear before they are known.
            "-c plan_cache_mode=force_generic_plan -c jit=off "
            # To look a row up by an index costs little more than to read on: none of this turns a disk.
            "-c random_page_cost=1.1",
            **LIVELINESS,
            **query,
        },
    }


def _database_options(parts: SplitResult) -> dict[str, str]:
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True) if parts.query else []
        _port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read: look at its port and options.") from error
    options = dict(pairs)
    if len(options) < len(pairs) or not all(options.values()) or parts.fragment:
        raise ImproperlyConfigured("DATABASE_URL names each option once, with a value.")
    for name in options.keys() - DATABASE_OPTIONS:
        raise ImproperlyConfigured(
            f"DATABASE_URL takes no option {name!r}, only {', '.join(sorted(DATABASE_OPTIONS))}."
        )
    if options.get("sslmode", "prefer") not in SSL_MODES:
        raise ImproperlyConfigured(f"sslmode in DATABASE_URL is one of {', '.join(SSL_MODES)}.")
    return options


def mailbox(name: str) -> str:
    """A bare address whose box leaves room for what is added to it; empty for none."""
    address = text(name, "").strip()
    if address and not re.fullmatch(r"[A-Za-z0-9._-]{1,21}@[A-Za-z0-9.-]+", address):
        raise ImproperlyConfigured(
            f"{name} is an address such as viche@example.org, at most 21 before the @."
        )
    return address


def files(folder: Path, chosen_mode: str) -> dict[str, Any]:
    """Where files of people lie: in `folder`, or in a bucket, `s3://bucket/prefix?endpoint=https://host&region=…`.

    Raises ImproperlyConfigured for an address of which it cannot be said what it means, and in production for
    one without TLS.
    """
    address = text("VICHE_FILES", "").strip()
    if not address:
        return {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(folder)}}
    parts = urlsplit(address)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint = query.get("endpoint", "")
    scheme = "https" if chosen_mode == "production" else "https?"
    well = parts.scheme == "s3" and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts.netloc)
    if (
        not well
        or not query.keys() <= BUCKET_OPTIONS
        or not re.fullmatch(rf"(?:{scheme}://[a-z0-9.-]+(:[0-9]+)?)?", endpoint)
    ):
        raise ImproperlyConfigured(
            "VICHE_FILES is empty or s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-central-1"
            "&encryption=AES256; the key stands in VICHE_FILES_KEY and VICHE_FILES_SECRET."
        )
    reach = {
        "endpoint_url": endpoint,
        "region_name": query.get("region", ""),
        "aws_access_key_id": text("VICHE_FILES_KEY", ""),
        "aws_secret_access_key": text("VICHE_FILES_SECRET", ""),
    }
    prefix = parts.path.strip("/")
    return {
        "BACKEND": "viche.files.bucket.BucketStorage",
        "OPTIONS": {
            "bucket": parts.netloc,
            "prefix": f"{prefix}/" if prefix else "",
            "encryption": query.get("encryption", ""),
            # What is not said is found where the library looks for it: the role of the machine, for one.
            **{name: value for name, value in reach.items() if value},
        },
    }


def redis_database(url: str, index: int) -> str:
    """The same Redis server with another numbered database."""
    base, _separator, query = url.partition("?")
    if base.startswith("unix://"):
        kept = [pair for pair in query.split("&") if pair and not pair.startswith("db=")]
        return f"{base}?{'&'.join([f'db={index}', *kept])}"
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}/{index}{f'?{query}' if query else ''}"


def broker(url: str, index: int) -> str:
    """The same server as Celery's broker address."""
    if url.startswith("unix://"):
        return f"redis+socket://{url.removeprefix('unix://').partition('?')[0]}?virtual_host={index}"
    return redis_database(url, index)


def email(url: str, chosen_mode: str = "development") -> dict[str, Any]:
    """Django's e-mail settings for `smtp://user:password@host:port`, `smtps://…`, `file:` or `memory:`.

    Letters hold links that sign in: in production they go by TLS alone, also to a server that asks for no
    password.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    if parts.scheme == "memory":
        return {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    if parts.scheme not in ("smtp", "smtps"):
        raise ImproperlyConfigured("EMAIL_URL is smtp://user:password@host:587, smtps://… or file:///folder.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and (bool(parts.username) or chosen_mode == "production"),
        # A mail goes out in the transaction that marks it, which the database ends when it idles for longer.
        "EMAIL_TIMEOUT": 8,
    }
