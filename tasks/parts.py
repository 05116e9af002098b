"""Parts of threads and of the reader's own account that tasks answers along with them (`?include`)."""

from tasks.items.schemas import ActionOutPage, TodayOut
from viche.kernel.api import register_part, shape_of

register_part("thread", "action_items", "action-items?thread={id}&limit=100", shape_of(ActionOutPage))
register_part("thread", "discussed_items", "action-items?discussion={id}&limit=100", shape_of(ActionOutPage))
register_part("me", "today", "today", shape_of(TodayOut))
