"""Structured logs: they record events and object ids, never user content."""

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


def build_logging_settings(log_format: str, *, quiet: bool) -> dict[str, Any]:
    """Return Django's LOGGING.

    `log_format` is `console` for people or `json` for machines; `quiet` logs warnings and above.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED[:-1],
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # Plain tracebacks: the pretty ones show local variables, which may hold user content.
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    wordless = structlog.processors.ExceptionRenderer(format_redacted_traceback)
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
                    drop_job_arguments,
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
            # Failed sign-ins and refused access (viche.accounts.security_log) are always logged.
            "viche.security": {"level": "INFO"},
            # RequestLog logs the same without the URL.
            "django.request": {"level": "CRITICAL"},
            # The server's own handlers would log exception messages; and below WARNING it logs the URL of
            # every connection, with its ticket.
            **{
                name: {"handlers": [], "propagate": True, "level": "WARNING"}
                for name in ("uvicorn", "uvicorn.error")
            },
        },
    }


def format_redacted_traceback(exc_info: Any) -> str:
    """Return a traceback without exception messages, which may quote user content.

    A database error adds its SQLSTATE and the constraint: they name the violation, not the data.
    """
    return "\n".join(_redacted_lines(exc_info[1]))


def drop_job_arguments(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Reduce Celery's report of a failed job to its name and id.

    Arguments and messages may hold user content.
    """
    data = event.pop("data", None)
    if isinstance(data, dict) and str(event.get("logger", "")).startswith("celery"):
        event |= {"event": "job_reported", "job": data.get("name"), "job_id": data.get("id")}
    return event


def _redacted_lines(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _redacted_lines(before)
    yield from (line.rstrip() for line in TracebackException.from_exception(error).stack.format())
    yield " ".join([type(error).__qualname__, *_database_details(error)])


def _database_details(error: BaseException) -> list[str]:
    facts = getattr(error, "diag", None)
    return [one for one in (getattr(error, "sqlstate", None), getattr(facts, "constraint_name", None)) if one]
