"""Parts of the reader's own account that groups answers along with it (`?include`)."""

from groups.common.schemas import MandateOut
from groups.offices.schemas import OfficeOut
from viche.kernel.api import list_of, page_of, register_part

register_part("me", "mandates", "me/mandates", list_of(MandateOut))
register_part("me", "offices", "offices?held_by=me", page_of(OfficeOut))
