"""The stores of `tests.stores`."""

from tests.stores import (
    addition,
    address,
    any_address,
    cache_folder,
    impatient,
    proxy,
    rival,
    server,
    servers,
    two_releases,
)

__all__ = [
    "addition",
    "address",
    "any_address",
    "cache_folder",
    "impatient",
    "proxy",
    "rival",
    "server",
    "servers",
    "two_releases",
]
