"""Detection of personal and sensitive data in texts, which must be confirmed before it is stored.

The rules are implemented only here; `docs/personal-data.md` explains them. Import from here.
"""

from viche.kernel.disclosure.confirmation import MAX_REPORTED, PersonalData, check_disclosure
from viche.kernel.disclosure.detection import Found, find_personal_data, mask_matches
from viche.kernel.disclosure.kinds import Kind

__all__ = [
    "MAX_REPORTED",
    "Found",
    "Kind",
    "PersonalData",
    "check_disclosure",
    "find_personal_data",
    "mask_matches",
]
