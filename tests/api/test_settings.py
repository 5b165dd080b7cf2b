"""Settings are refused before anything is started."""

import pytest

from api.settings import SettingError, Settings


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("BAOGAO_MEMORY_LIMIT", "lots", "'lots' is no amount of memory"),
        ("BAOGAO_MEMORY_LIMIT", "-1GB", "is no amount of memory"),
        ("BAOGAO_WORKERS", "0", "workers: expected a whole number from 1"),
        ("BAOGAO_THREADS", "0", "threads: expected a whole number from 1"),
        ("BAOGAO_PORT", "99999", "port: expected a whole number from 0 to 65535"),
        ("BAOGAO_PORT", "http", "environment: "),
    ],
)
def test_a_setting_that_cannot_work_is_refused(variable: str, value: str, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        Settings.from_environment({variable: value})


@pytest.mark.parametrize("amount", ["512MB", "2GB", "1.5GiB", "500 MB", "100kb"])
def test_an_amount_of_memory_is_one_duckdb_knows(amount: str) -> None:
    assert Settings.from_environment({"BAOGAO_MEMORY_LIMIT": amount}).memory_limit == amount
