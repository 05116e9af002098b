"""Inspection of file content, whatever the file name says. Import from here."""

from viche.files.inspection.inspect import MAX_FILE_SIZE, Inspected, check_announced, inspect

__all__ = ["MAX_FILE_SIZE", "Inspected", "check_announced", "inspect"]
