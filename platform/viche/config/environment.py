"""Configuration from environment variables, validated once before anything starts."""

from __future__ import annotations

import os
import re
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("development", "test", "production")
MIN_SECRET_LENGTH = 50
MIN_DISTINCT_CHARACTERS = 12
MIN_TOKEN_LENGTH = 32
DEVELOPMENT_SECRET = "development-only: anybody can read this in the repository"  # noqa: S105
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# Hosts of the browsers' push services; a leading dot includes all subdomains.
PUSH_HOSTS = (
    "fcm.googleapis.com,jmt17.google.com,updates.push.services.mozilla.com,.push.apple.com,"
    ".notify.windows.com"
)
# The libpq options that DATABASE_URL may contain.
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
DATABASE_OPTIONS = {
    *("host", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "sslnegotiation"),
    *("ssl_min_protocol_version", "channel_binding", "require_auth", "target_session_attrs"),
    *("application_name", "connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count"),
    "tcp_user_timeout",
}
BUCKET_OPTIONS = {"endpoint", "region", "encryption"}
ROOT = Path(__file__).resolve().parents[3]
# Detect dead network connections to PostgreSQL within 20 seconds.
KEEPALIVE_OPTIONS = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}


def read_text(name: str, default: str | None = None) -> str:
    """Return the variable, or `default`. Raises ImproperlyConfigured if there is neither."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment.")
    return value


def read_integer(name: str, default: int) -> int:
    raw = os.environ.get(name, str(default))
    if not raw.isdigit():
        raise ImproperlyConfigured(f"{name} takes a whole number, not {raw!r}.")
    return int(raw)


def read_numbers(prefix: str) -> dict[str, int | float]:
    """Return every variable with this prefix, by the rest of its name in lower case."""
    return {
        name.removeprefix(prefix).lower(): _parse_number(name, raw)
        for name, raw in os.environ.items()
        if name.startswith(prefix)
    }


def _parse_number(name: str, raw: str) -> int | float:
    try:
        return int(raw) if raw.isdigit() else float(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} takes a number, not {raw!r}.") from error


def read_list(name: str, default: str) -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in read_text(name, default).split(",") if word.strip()]


def read_mode() -> str:
    chosen = read_text("VICHE_MODE", "development")
    if chosen not in MODES:
        raise ImproperlyConfigured(f"VICHE_MODE is one of {', '.join(MODES)}, not {chosen!r}.")
    return chosen


def read_secret_key(chosen_mode: str) -> str:
    """Return the signing key. Production refuses a missing, short, repetitive or known one."""
    return _read_secret("VICHE_SECRET_KEY", chosen_mode)


def read_sealing_keys(chosen_mode: str) -> list[str]:
    """Return the keys that encrypt small secrets at rest.

    The current one, then those being rotated out. Production refuses a weak key, and the signing key itself,
    so that one leaked key does not reveal both.
    """
    sealing = _read_secret("VICHE_SEALING_KEY", chosen_mode)
    if chosen_mode == "production" and sealing == read_text("VICHE_SECRET_KEY"):
        raise ImproperlyConfigured("VICHE_SEALING_KEY must differ from VICHE_SECRET_KEY.")
    return [sealing, *read_old_keys("VICHE_OLD_SEALING_KEYS", chosen_mode)]


def read_old_keys(name: str, chosen_mode: str) -> list[str]:
    """Return keys being rotated out. They are still valid, so production refuses weak ones."""
    keys = read_list(name, "")
    return [_validate_secret(name, key) for key in keys] if chosen_mode == "production" else keys


def _read_secret(name: str, chosen_mode: str) -> str:
    if chosen_mode != "production":
        return read_text(name, DEVELOPMENT_SECRET)
    return _validate_secret(name, read_text(name))


def _validate_secret(name: str, secret: str) -> str:
    weak = (
        len(secret) < MIN_SECRET_LENGTH
        or len(set(secret)) < MIN_DISTINCT_CHARACTERS
        or secret == DEVELOPMENT_SECRET
    )
    if weak or "change" in secret.lower():
        raise ImproperlyConfigured(
            f"{name} must be random and at least {MIN_SECRET_LENGTH} characters long: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return secret


def read_metrics_token() -> str:
    """Return the token for /metrics; empty disables metrics. A short one is refused."""
    token = read_text("VICHE_METRICS_TOKEN", "")
    if token and len(token) < MIN_TOKEN_LENGTH:
        raise ImproperlyConfigured(
            f"VICHE_METRICS_TOKEN must be random and at least {MIN_TOKEN_LENGTH} characters long."
        )
    return token


def read_push_key() -> str:
    """Return the private VAPID key as base64url of 32 bytes.

    If it is empty, the key is derived from the secret key.
    """
    key = read_text("VICHE_PUSH_KEY", "").strip()
    try:
        number = int.from_bytes(urlsafe_b64decode(key + "="))
    except ValueError:
        number = 0
    if key and not (re.fullmatch(r"[A-Za-z0-9_-]{43}", key) and 0 < number < P256_ORDER):
        raise ImproperlyConfigured("VICHE_PUSH_KEY is a private key of P-256: 32 bytes as base64url.")
    return key


def read_map_sources(chosen_mode: str) -> tuple[str, list[str]]:
    """Return the URL of the map style and the origins that a browser requests for maps.

    Both empty without a style. Raises ImproperlyConfigured unless each is exactly an origin, because they are
    copied into the Content-Security-Policy.
    """
    style = read_text("VICHE_MAP_STYLE", "").strip()
    if not style:
        return "", []
    parts = urlsplit(style)
    own = [] if style.startswith("/") and not parts.netloc else [f"{parts.scheme}://{parts.netloc}"]
    asked = own + read_list("VICHE_MAP_ORIGINS", "")
    scheme = "https" if chosen_mode == "production" else "https?"
    for origin in asked:
        if not re.fullmatch(rf"{scheme}://[a-z0-9.-]+(:[0-9]+)?", origin):
            raise ImproperlyConfigured(
                "VICHE_MAP_STYLE is an address such as https://tiles.example.org/style.json, "
                f"VICHE_MAP_ORIGINS are origins such as https://tiles.example.org, not {origin!r}."
            )
    return style, list(dict.fromkeys(asked))


def parse_database_url(url: str) -> dict[str, Any]:
    """Return Django's settings for a URL `postgresql://user:password@host:port/name?host=/folder`.

    Its other options are those of libpq in `DATABASE_OPTIONS`. Raises ImproperlyConfigured for any other: an
    ignored option could be the one that demands TLS.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(
            "DATABASE_URL is an address of PostgreSQL: postgresql://user:password@host/name."
        )
    query = _database_options(parts)
    host = query.pop("host", parts.hostname or "")
    idle = read_integer("VICHE_IDLE_TRANSACTION", 10)
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
                "max_size": read_integer("VICHE_DATABASE_POOL", 20),
                # The threads of a process are few: while no connection is available, a waiting request blocks
                # the next one, so the timeout is short.
                "timeout": 2,
                "reconnect_timeout": 1,
            },
            # A process that hangs in a transaction keeps its locks no longer than this. Generic plans:
            # prepared statements are planned once, not for each set of parameters.
            "options": f"-c idle_in_transaction_session_timeout={idle}s "
            # JIT compilation takes longer than any of our queries, and some are overestimated.
            "-c plan_cache_mode=force_generic_plan -c jit=off "
            # On SSDs an index lookup costs little more than a sequential read.
            "-c random_page_cost=1.1",
            **KEEPALIVE_OPTIONS,
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


def read_mailbox(name: str) -> str:
    """Return a bare e-mail address short enough for subaddressing (box+tag@host); empty for none."""
    address = read_text(name, "").strip()
    if address and not re.fullmatch(r"[A-Za-z0-9._-]{1,21}@[A-Za-z0-9.-]+", address):
        raise ImproperlyConfigured(
            f"{name} is an address such as viche@example.org, at most 21 before the @."
        )
    return address


def read_file_storage(folder: Path, chosen_mode: str) -> dict[str, Any]:
    """Return the storage settings: a folder, or a bucket `s3://bucket/prefix?endpoint=…&region=…`.

    Raises ImproperlyConfigured for an ambiguous URL, and in production for one without TLS.
    """
    address = read_text("VICHE_FILES", "").strip()
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
        "aws_access_key_id": read_text("VICHE_FILES_KEY", ""),
        "aws_secret_access_key": read_text("VICHE_FILES_SECRET", ""),
    }
    prefix = parts.path.strip("/")
    return {
        "BACKEND": "viche.files.bucket.BucketStorage",
        "OPTIONS": {
            "bucket": parts.netloc,
            "prefix": f"{prefix}/" if prefix else "",
            "encryption": query.get("encryption", ""),
            # What is missing is found by the library itself, for example from the instance role.
            **{name: value for name, value in reach.items() if value},
        },
    }


def select_redis_database(url: str, index: int) -> str:
    """Return the URL of another numbered database on the same Redis server."""
    base, _separator, query = url.partition("?")
    if base.startswith("unix://"):
        kept = [pair for pair in query.split("&") if pair and not pair.startswith("db=")]
        return f"{base}?{'&'.join([f'db={index}', *kept])}"
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}/{index}{f'?{query}' if query else ''}"


def build_broker_url(url: str, index: int) -> str:
    """Return the URL of the same server as Celery's broker URL."""
    if url.startswith("unix://"):
        return f"redis+socket://{url.removeprefix('unix://').partition('?')[0]}?virtual_host={index}"
    return select_redis_database(url, index)


def parse_email_url(url: str, chosen_mode: str = "development") -> dict[str, Any]:
    """Return Django's e-mail settings for an EMAIL_URL: `smtp:`, `smtps:`, `file:` or `memory:`.

    E-mails contain sign-in links, so production requires TLS, also for a server without a password.
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
        # A mail is sent inside the transaction that marks it, which PostgreSQL aborts when it idles for
        # longer.
        "EMAIL_TIMEOUT": 8,
    }
