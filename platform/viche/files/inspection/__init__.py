"""What a file really is, whatever it is called. Import from here."""

from viche.files.inspection.inspect import LARGEST, Inspected, check_announced, inspect

__all__ = ["LARGEST", "Inspected", "check_announced", "inspect"]
