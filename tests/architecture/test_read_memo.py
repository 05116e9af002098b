"""What the memo of reads answers is what the database would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from tests.architecture.read_memo import remember_reads
from viche.accounts.models import User

pytestmark = pytest.mark.django_db


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """The statements that reach the database inside."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield sent


def test_a_write_is_read_and_a_rollback_is_read_again() -> None:
    found = User.objects.filter(email="nova@example.org")
    with remember_reads(), statements_sent() as sent:
        assert not found.all()
        with transaction.atomic():
            User.objects.create(email="nova@example.org", name_uk="Нова")
            assert len(found.all()) == 1
            transaction.set_rollback(True)
        sent.clear()
        assert not found.all()
        assert sent == []


def test_what_takes_a_lock_is_sent_each_time() -> None:
    with remember_reads(), statements_sent() as sent:
        for _time in range(2):
            list(User.objects.select_for_update())
    assert len(sent) == 2


def test_rows_come_as_from_a_cursor() -> None:
    with remember_reads(), statements_sent() as sent:
        for _time in range(2):
            with connection.cursor() as cursor:
                cursor.execute("SELECT generate_series(1, 4)")
                rows = cursor.fetchone(), cursor.fetchmany(2), cursor.fetchall()
            assert rows == ((1,), [(2,), (3,)], [(4,)])
    assert len(sent) == 1
