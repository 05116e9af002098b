"""What a file really is, whatever it is called. Import from here."""

from viche.files.inspection.inspect import Inspected, inspect

__all__ = ["Inspected", "inspect"]
