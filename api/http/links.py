"""Addresses of ours as users see them: below the path that a proxy in front strips, such as `/baogao`."""

from contextvars import ContextVar

PREFIX: ContextVar[str] = ContextVar("prefix", default="")  # of the request that is being answered


def link(path: str) -> str:
    """The address that leads to a path of ours, on the same host."""
    return PREFIX.get() + path
