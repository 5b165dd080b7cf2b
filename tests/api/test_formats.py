"""What no table of ours holds, but a format must survive."""

import csv
import io

import pyarrow as pa
import pytest

from api.formats import write_csv

TEXTS = ["=1+1", "+1", "-1", "@x", "\tx", "plain", 'a "b", c\r\nd', "", "'", "１", "\N{BYTE ORDER MARK}x"]


def csv_of(texts: list[str], *options: str) -> list[str]:
    """Texts written as CSV and read back."""
    table = pa.table({"text": texts})
    content = b"".join(write_csv(table.schema, table.to_batches(), frozenset(options))).decode()
    return [row["text"] for row in csv.DictReader(io.StringIO(content, newline=""), strict=True)]


def test_csv_gives_every_text_back() -> None:
    assert csv_of(TEXTS) == TEXTS


@pytest.mark.parametrize("text", TEXTS)
def test_text_a_spreadsheet_would_run_is_made_harmless_on_request(text: str) -> None:
    (shown,) = csv_of([text], "escape_formulas")
    assert shown == (f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text)
    assert csv_of(["-1"], "escape_formulas") == ["'-1"]


def test_numbers_below_zero_are_no_formulas() -> None:
    table = pa.table({"value": [-1.5]})
    content = b"".join(write_csv(table.schema, table.to_batches(), frozenset({"escape_formulas"})))
    assert content == b"value\r\n-1.5\r\n"
