"""Asking the storage, a folder or a bucket."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Unavailable

logger = logging.getLogger(__name__)
# What passes by itself: a server that does not answer, also that of a folder.
AWAY = frozenset(
    {
        *(errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH),
        *(errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED, errno.ENOTCONN, errno.ESTALE),
    }
)


@contextmanager
def reading() -> Iterator[None]:
    """Raises Unavailable for what cannot be read inside: the storage is away, or has lost it."""
    try:
        yield
    except OSError as error:
        logger.exception("storage_failed")
        raise Unavailable(
            "storage", _("Files cannot be read now. Try again later."), retry_after=60
        ) from error


class StorageAway(Exception):
    """The storage does not answer now: what needs it has to wait."""


@contextmanager
def asking() -> Iterator[None]:
    """For work that nobody waits for. Raises StorageAway for what passes; a refusal, and that something is
    not there, stay what they are.
    """
    try:
        yield
    except OSError as error:
        if error.errno in AWAY:
            raise StorageAway from error
        raise
