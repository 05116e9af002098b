"""Structured logs that say what happened and to which object, never what somebody wrote."""

from __future__ import annotations

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
        processors=[*SHARED[:-1], structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # Tracebacks are printed plainly: the pretty ones show local variables, which hold what people wrote.
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    rendered = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "main": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *([plain] if log_format == "console" else rendered),
                ],
            }
        },
        "handlers": {"main": {"class": "logging.StreamHandler", "formatter": "main"}},
        "root": {"handlers": ["main"], "level": "WARNING" if quiet else "INFO"},
        "loggers": {
            "django_structlog": {"level": "WARNING"},
            "celery": {"level": "WARNING"},
        },
    }
