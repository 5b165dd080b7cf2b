"""Rows are encoded once and kept within a bound; whatever was evicted is fetched again."""

from collections.abc import Iterable, Sequence

from api.store.encoded_rows import ENTRY_OVERHEAD, EncodedRows


def test_rows_come_in_the_order_asked_for_and_each_is_fetched_once() -> None:
    fetched: list[int] = []

    def fetch(numbers: Sequence[int]) -> Iterable[tuple[int, tuple[int]]]:
        fetched.extend(numbers)
        return ((number, (number,)) for number in sorted(numbers))

    rows = EncodedRows(lambda row: str(row[0]).encode(), fetch, 1 << 20)
    assert rows.get([3, 1, 2]) == [b"3", b"1", b"2"]
    assert rows.get([2, 4, 3]) == [b"2", b"4", b"3"]
    assert rows.get([]) == []
    assert fetched == [3, 1, 2, 4]


def test_no_more_is_kept_than_may_be_and_every_row_is_answered_all_the_same() -> None:
    rows = EncodedRows(
        lambda row: b"x" * 100 + str(row[0]).encode(), lambda numbers: ((n, (n,)) for n in numbers), 1_000
    )
    for first in (0, 5, 0, 40):
        numbers = range(first, first + 20)
        assert rows.get(numbers) == [b"x" * 100 + str(n).encode() for n in numbers]
        assert rows.size <= 1_000
    assert rows.size >= 100 + ENTRY_OVERHEAD
