"""Translation of file storage errors, for a folder and a bucket alike."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Unavailable

logger = logging.getLogger(__name__)
# Transient errors: a server (also that of a network folder) does not answer.
TRANSIENT_ERRORS = frozenset(
    {
        *(errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH),
        *(errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED, errno.ENOTCONN, errno.ESTALE),
    }
)


@contextmanager
def translate_read_errors() -> Iterator[None]:
    """Raise Unavailable for what cannot be read inside: the storage is down or has lost the file."""
    try:
        yield
    except OSError as error:
        logger.exception("storage_failed")
        raise Unavailable(
            "storage", _("Files cannot be read now. Try again later."), retry_after=60
        ) from error


class StorageUnavailable(Exception):
    """Raised when the storage does not answer: the work must be retried later."""


@contextmanager
def translate_transient_errors() -> Iterator[None]:
    """Raise StorageUnavailable for transient errors inside, in background work.

    Refusals and missing files keep their own errors.
    """
    try:
        yield
    except OSError as error:
        if error.errno in TRANSIENT_ERRORS:
            raise StorageUnavailable from error
        raise
