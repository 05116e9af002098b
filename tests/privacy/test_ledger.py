"""The ledger of erasures outlives the database, and shows whoever meddled with it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from groups.models import Role
from tests.cast import World, a_seat, a_world, person
from tests.privacy.test_erasure import dump, erase
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.privacy import ledger
from viche.privacy.erasure_replay import is_replayed, replay_erasures
from viche.privacy.models import LedgerEntry
from viche.privacy.services.erasure import write_ledger
from viche.privacy.vitals import count_ledger_faults

pytestmark = pytest.mark.django_db(transaction=True)
WRITER = Actor.for_system("privacy.ledger")


class Backup:
    """Every table as it was, put back as pg_restore does: without triggers."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tablename FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
            )
            self.tables = {name: self._rows(name) for (name,) in cursor.fetchall()}

    @staticmethod
    def _rows(name: str) -> bytes:
        with connection.cursor() as cursor, cursor.copy(f'COPY "{name}" TO STDOUT') as rows:
            return b"".join(bytes(row) for row in rows)

    def restore(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for name in self.tables:
                cursor.execute(f'DELETE FROM "{name}"')
            for name, rows in self.tables.items():
                with cursor.copy(self._columns(name)) as target:
                    target.write(rows)
            cursor.execute("SET session_replication_role = DEFAULT")

    def _columns(self, name: str) -> str:
        """Generated columns are written by the database itself."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
                "AND is_generated = 'NEVER' ORDER BY ordinal_position",
                [name],
            )
            columns = ", ".join(f'"{column}"' for (column,) in cursor.fetchall())
        return f'COPY "{name}" ({columns}) FROM STDIN'


def test_after_a_restore_everybody_is_erased_again_before_anything_serves(outside: Path) -> None:
    world: World = a_world("Тут")
    early, late = world.people["observer"], world.people["facilitator"]
    erase(early)
    backup = Backup()
    unborn = person("unborn")
    erase(unborn)
    # Since the backup somebody else leads the group: in the restored one the facilitator is the last again.
    User.objects.filter(pk=late.pk).update(name_uk="Іванна Остання")
    a_seat(world.group, world.mandates["outsider"], Role.FACILITATOR)
    entry = erase(late, removes_messages=True)
    name = User.objects.get(pk=late.pk).name_uk
    assert is_replayed()

    backup.restore()
    assert User.objects.get(pk=late.pk).is_active
    assert not is_replayed()
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()["parts"]["erasures"]) == (503, "failed")

    told = io.StringIO()
    call_command("replay_erasures", stdout=told)
    assert told.getvalue() == "erased again: 1\n", "one is not known to this database, one was erased before"
    assert (User.objects.get(pk=late.pk).name_uk, User.objects.get(pk=late.pk).is_active) == (name, False)
    assert LedgerEntry.objects.get(person_id=late.pk).digest == entry.digest
    assert LedgerEntry.objects.count() == 3
    assert Client().get("/readyz").status_code == 200
    assert replay_erasures() == 0
    assert "Іванна" not in dump()
    assert len(ledger.read_lines()) == 3


def edited(change: Callable[[list[bytes]], list[bytes]]) -> None:
    lines = ledger.get_path().read_bytes().splitlines(keepends=True)
    ledger.get_path().write_bytes(b"".join(change(lines)))


def flipped(lines: list[bytes]) -> list[bytes]:
    fields = orjson.loads(lines[1])
    fields["pseudonym"] += 1
    return [lines[0], orjson.dumps(fields) + b"\n", lines[2]]


CHANGES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], int]] = {
    "flipped": (flipped, 2),
    "deleted": (lambda lines: [lines[0], lines[2]], 2),
    "reordered": (lambda lines: [lines[1], lines[0], lines[2]], 1),
    "truncated": (lambda lines: lines[:2], 3),
    "truncated by two": (lambda lines: lines[:1], 2),
    "emptied": (lambda lines: [], 1),
    "garbled": (lambda lines: [lines[0], b"{\n", lines[2]], 2),
    "doubled": (lambda lines: [*lines, lines[2]], 4),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whoever_meddles_is_named_with_the_line(name: str, outside: Path) -> None:
    for _turn in range(3):
        erase(person("one"))
    change, line = CHANGES[name]
    edited(change)
    with pytest.raises(ledger.TamperedLedger) as fault:
        ledger.read_lines()
    assert fault.value.line == line
    assert count_ledger_faults() == 1
    with pytest.raises(CommandError, match=f"line {line} "):
        call_command("replay_erasures")
    with pytest.raises(ledger.TamperedLedger):
        write_ledger(actor=WRITER)


def test_a_whole_other_ledger_is_not_believed(outside: Path) -> None:
    erase(person("one"))
    forged = ledger.LedgerLine(
        1, person("victim").pk, 123456, False, ledger.read_lines()[0].at, ledger.GENESIS_DIGEST
    )
    ledger.get_path().write_bytes(forged.written())
    ledger._write_head(forged)
    with pytest.raises(CommandError, match=r"line 1 .*database says something else"):
        call_command("replay_erasures")
    assert count_ledger_faults() == 1


def test_what_a_stop_left_out_is_written_later(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    erase(person("one"))
    monkeypatch.setattr("viche.privacy.services.erasure._write_file", lambda: None)
    erase(person("two"))
    assert len(ledger.read_lines()) == 1
    # The power went in the middle of a line, too.
    with ledger.get_path().open("ab") as file:
        file.write(b'{"at":"2026')
    assert write_ledger(actor=WRITER) == 2
    assert len(ledger.read_lines()) == 2
    # And once between the line and the note of it.
    third = LedgerEntry.objects.get(seq=2).line
    head = ledger._get_head_path().read_text()
    ledger._get_head_path().write_text(f"1 {third.previous}\n")
    assert len(ledger.read_lines()) == 2
    assert write_ledger(actor=WRITER) == 2
    assert ledger._get_head_path().read_text() == head
    assert count_ledger_faults() == 0


def test_a_first_line_that_broke_off_is_written_anew(outside: Path) -> None:
    """The power went in the middle of the first write of all: there was nothing yet to note."""
    ledger.get_path().parent.mkdir(parents=True)
    ledger.get_path().write_bytes(b'{"at":"2026')
    assert ledger.read_lines() == []
    assert count_ledger_faults() == 0
    erase(person("one"))
    assert [line.seq for line in ledger.read_lines()] == [1]


def test_what_was_written_is_noted_before_more_is(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So a broken line after whole ones without a note is nothing that a stop leaves."""
    erase(person("one"))
    ledger._get_head_path().unlink()
    (first,) = ledger.read_lines()

    def power_goes(_line: ledger.LedgerLine) -> None:
        raise OSError

    monkeypatch.setattr(ledger, "_append_line", power_goes)
    with pytest.raises(OSError, match=r"^$"):
        ledger.append_lines([first, ledger.LedgerLine(2, first.person_id, 1, False, first.at, first.digest)])
    assert ledger._read_head() == (1, first.digest)

    ledger._get_head_path().unlink()
    with ledger.get_path().open("ab") as file:
        file.write(b'{"at":"2026')
    with pytest.raises(ledger.TamperedLedger, match=r"line 2 .*breaks off"):
        ledger.read_lines()
