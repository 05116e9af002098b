"""Once minutes were made, a meeting takes no more notes: the minutes have lines of their own.

Once they are signed, its attendance stays as it is, too.
"""

from dialogue.meetings.checks import register_note_check, register_presence_check
from dialogue.minutes.checks import check_has_no_minutes, check_is_not_signed

register_note_check(check_has_no_minutes)
register_presence_check(check_is_not_signed)
