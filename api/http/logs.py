"""Logs as JSON, a line each, so that whoever collects them need not parse: the standard library's, in one shape."""

import datetime as dt
import logging
from contextvars import ContextVar
from typing import Any

import msgspec

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # what follows is shown in another order (CVE-2021-42574)
UNESCAPED = {code: f"\\u{code:04x}" for code in (*range(127, 160), *TURNS)}  # controls that JSON may have as they are
ENCODER = msgspec.json.Encoder(enc_hook=str)


class JsonFormatter(logging.Formatter):
    """A record as a line of JSON: time (UTC), level, logger, message, what else was said, the request it is of."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if request_id := REQUEST_ID.get():
            line["request_id"] = request_id
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return ENCODER.encode(line).decode().translate(UNESCAPED)


def configuration(level: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`: all that is said, by us and by the server, to standard error."""
    said = {"handlers": ["lines"], "level": level.upper(), "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "api.http.logs.JsonFormatter"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
        "loggers": {"baogao": said, "_granian": said, "granian.access": said},
        "root": {"handlers": ["lines"], "level": "WARNING"},
    }
