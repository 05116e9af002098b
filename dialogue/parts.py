"""Parts of threads that dialogue answers along with them (`?include`)."""

from dialogue.summary.api.overview import GistOut
from dialogue.timeline import schemas
from viche.kernel.api import list_of, register_part, shape_of

register_part("thread", "gist", "threads/{id}/gist", shape_of(GistOut))
register_part("thread", "readers", "threads/{id}/readers", list_of(schemas.ReaderOut))
register_part(
    "thread", "group_threads", "groups/{group[id]}/threads?limit=100", shape_of(schemas.ThreadOutPage)
)
