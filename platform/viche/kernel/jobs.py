"""Background jobs of the kernel, and the decorator with which every app registers its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from celery import Task, shared_task

from viche.kernel.clock import now
from viche.kernel.errors import DomainError, outcome_of
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import IdempotencyKey

P = ParamSpec("P")
R = TypeVar("R")

JOBS: dict[str, str] = {}
SCHEDULE = {"kernel.deliver_events": 2.0, "kernel.forget_answers": 3600.0}
ANSWER_RETENTION = timedelta(days=1)


class RetryingTask(Task):  # type: ignore[type-arg]  # Celery's Task is generic in its stubs only
    """A Celery task that is retried with exponential backoff after a transient domain error.

    Other errors are not retried.
    """

    max_retries = 5

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().__call__(*args, **kwargs)
        except DomainError as error:
            if outcome_of(error).retry:
                raise self.retry(exc=error, countdown=2**self.request.retries) from error
            raise


def register_job(name: str, acts_as: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a background job. `acts_as` is the name of the system actor in whose name it calls services.

    Jobs must be idempotent: a job may run twice, late, or in several workers at once.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        JOBS[name] = acts_as
        task: Callable[P, R] = shared_task(
            name=name, base=RetryingTask, ignore_result=True, acks_late=True, reject_on_worker_lost=True
        )(function)
        return task

    return decorate


@register_job("kernel.deliver_events", acts_as="kernel.outbox")
def deliver_events() -> None:
    """Deliver the rows of the outbox."""
    drain_outbox()


@register_job("kernel.forget_answers", acts_as="kernel.housekeeping")
def forget_answers() -> None:
    """Delete stored responses to idempotent requests after a day."""
    IdempotencyKey.objects.filter(created_at__lt=now() - ANSWER_RETENTION).delete()
