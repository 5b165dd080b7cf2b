"""How the tests ask the API."""

from typing import Any

import pytest
from litestar.testing import TestClient

from schemas.tables import TABLES

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def asked(client: TestClient, address: str) -> Any:
    """The JSON of an address that answers."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rows(client: TestClient, address: str) -> list[dict[str, Any]]:
    """The rows an address answers with."""
    return list(asked(client, address)["data"])


def walked(client: TestClient, address: str | None) -> list[dict[str, Any]]:
    """All rows, page by page."""
    found: list[dict[str, Any]] = []
    while address:
        page = asked(client, address)
        found += page["data"]
        address = page["page"]["next"]
    return found
