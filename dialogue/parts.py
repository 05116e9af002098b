"""Parts of threads that dialogue answers along with them (`?include`)."""

from dialogue.decisions.schemas import DecisionCard
from dialogue.rounds.schemas import RoundOut
from dialogue.summary.api.overview import GistOut
from dialogue.timeline import schemas
from groups.break_glass.api import EmergencyOut
from viche.kernel.api import list_of, page_of, register_part, shape_of

register_part("thread", "decisions", "threads/{id}/decisions?limit=50", page_of(DecisionCard))
register_part("thread", "emergencies", "threads/{id}/break-glass", list_of(EmergencyOut))
register_part("thread", "gist", "threads/{id}/gist", shape_of(GistOut))
register_part("thread", "readers", "threads/{id}/readers", list_of(schemas.ReaderOut))
register_part("thread", "rounds", "threads/{id}/rounds", page_of(RoundOut))
register_part(
    "thread", "group_threads", "groups/{group[id]}/threads?limit=100", shape_of(schemas.ThreadOutPage)
)
