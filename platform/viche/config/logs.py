"""Structured logs that say what happened and to which object, never what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from traceback import TracebackException
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(),
]


def logging_settings(log_format: str, *, quiet: bool) -> dict[str, Any]:
    """Django's LOGGING. `console` for people, `json` for machines; `quiet` shows warnings and worse alone."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED[:-1],
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # Tracebacks are printed plainly: the pretty ones show local variables, which hold what people wrote.
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    wordless = structlog.processors.ExceptionRenderer(wordless_traceback)
    rendered = [wordless, structlog.processors.JSONRenderer()]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "main": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    without_arguments_of_jobs,
                    *([plain] if log_format == "console" else rendered),
                ],
            }
        },
        "handlers": {"main": {"class": "logging.StreamHandler", "formatter": "main"}},
        "root": {"handlers": ["main"], "level": "WARNING" if quiet else "INFO"},
        "loggers": {
            "django_structlog": {"level": "WARNING"},
            "celery": {"level": "WARNING"},
            "pymorphy3": {"level": "WARNING"},
            # Failed sign-ins and refused access (viche.accounts.security_log), whatever else is silenced.
            "viche.security": {"level": "INFO"},
            # RequestLog says the same without the address.
            "django.request": {"level": "CRITICAL"},
            # The server brings handlers of its own, which would write messages of exceptions; and below a
            # warning it tells the address of everybody who connects, with the ticket they came by.
            **{
                name: {"handlers": [], "propagate": True, "level": "WARNING"}
                for name in ("uvicorn", "uvicorn.error")
            },
        },
    }


def wordless_traceback(exc_info: Any) -> str:
    """Where it happened and which kind of error it was. Its message is left out: it quotes what people wrote.

    An error of the database adds its SQLSTATE and the constraint, which say what was violated, not by what.
    """
    return "\n".join(_wordless(exc_info[1]))


def without_arguments_of_jobs(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Celery reports a failed job with its arguments and the error's message: the job's name is enough."""
    data = event.pop("data", None)
    if isinstance(data, dict) and str(event.get("logger", "")).startswith("celery"):
        event |= {"event": "job_reported", "job": data.get("name"), "job_id": data.get("id")}
    return event


def _wordless(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _wordless(before)
    yield from (line.rstrip() for line in TracebackException.from_exception(error).stack.format())
    yield " ".join([type(error).__qualname__, *_database_facts(error)])


def _database_facts(error: BaseException) -> list[str]:
    facts = getattr(error, "diag", None)
    return [one for one in (getattr(error, "sqlstate", None), getattr(facts, "constraint_name", None)) if one]
