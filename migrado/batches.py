"""Work that follows the saving of objects: at once, or for many of them together."""

from contextlib import contextmanager
from contextvars import ContextVar

_waiting = ContextVar("waiting", default=None)


class Batch:
    """Calls `work(instances)` for saved objects, each time, or once at the end of `together()`."""

    def __init__(self, work):
        self.work = work

    def saved(self, sender, instance, raw=False, **kwargs):
        """Signal receiver: an object was saved."""
        waiting = _waiting.get()
        if raw:
            return
        if waiting is None:
            self.work([instance])
        else:
            waiting.setdefault(self, {})[sender, instance.pk] = instance

    def deleted(self, sender, instance, **kwargs):
        """Signal receiver: an object is about to be deleted; there is nothing left to do for it."""
        for objects in (_waiting.get() or {}).values():
            objects.pop((sender, instance.pk), None)


@contextmanager
def together():
    """What is saved inside is worked on at the end, all at once: many times quicker than one by one."""
    waiting = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for batch, objects in waiting.items():
        batch.work(list(objects.values()))
