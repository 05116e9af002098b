"""Asking the storage, a folder or a bucket."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Unavailable

logger = logging.getLogger(__name__)


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
    """The storage does not answer, or takes nothing now: what needs it has to wait."""


@contextmanager
def asking() -> Iterator[None]:
    """For work that nobody waits for. Raises StorageAway, and FileNotFoundError for what is not there."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageAway from error
