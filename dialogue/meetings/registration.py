"""A decision at an item of a running meeting is closed by those present, from wherever that is done."""

from dialogue.decisions.close_steps import register_close_step
from dialogue.meetings.rolls import prepare_close

register_close_step(prepare_close)
