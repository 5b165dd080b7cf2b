"""The stores of `tests.stores`."""

from tests.stores import *  # noqa: F403
