"""The stores of `tests.stores`."""

from tests.stores import addition, address, any_address, cache, impatient, proxy, rival, server, two_releases

__all__ = ["addition", "address", "any_address", "cache", "impatient", "proxy", "rival", "server", "two_releases"]
