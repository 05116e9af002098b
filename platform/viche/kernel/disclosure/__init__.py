"""What a text would give away of people and places: found by rule, and told only knowingly.

The rules stand here and nowhere else; `docs/personal-data.md` says them to people. Import from here.
"""

from viche.kernel.disclosure.finding import Found, blanked, finds_in
from viche.kernel.disclosure.kinds import Kind
from viche.kernel.disclosure.telling import MOST, PersonalData, told_knowingly

__all__ = ["MOST", "Found", "Kind", "PersonalData", "blanked", "finds_in", "told_knowingly"]
