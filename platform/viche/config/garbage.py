"""When Python looks for garbage in a process that serves."""

import gc

GARBAGE_AFTER = 20_000  # new objects


def spare_garbage() -> None:
    """For the end of loading: what is loaded now stays, so the collector need not go through it ever again.

    What lives as long as a socket or a request is no garbage either: to look for some after every seven
    hundred new objects, as Python does by itself, takes a tenth of the time in which thousands of clients
    come back.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 10, 10)
