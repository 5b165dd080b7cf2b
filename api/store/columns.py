"""The columns of a large table in memory, each as narrow as its values allow: a question reads only the bytes it needs.

Text that repeats is kept once, and rows have its number; numbers are in the order of the texts. A value that all rows
have takes no room.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa

from api.query.filters import Operator
from datasets import arrow_compute as pc

ENCODE = msgspec.json.Encoder().encode
SINGLY = 8  # values that are compared one by one; more are looked up together

Places = Any  # rows, by where they stand in the table: a range, or an array of Arrow's
Found = Any  # which of some rows meet a condition: all (True), none, or an array of marks; None: look at the values


class Column:
    """A column of texts that are seldom the same."""

    is_sortable = False  # whether what is stored sorts as the values do, fast

    def __init__(self, array: pa.Array) -> None:
        self.array = array

    @property
    def most_different(self) -> int:
        """How many different values there are at most."""
        return len(self.array)

    def part(self, places: Places) -> pa.Array:
        """What is stored for some rows."""
        if isinstance(places, range):
            return self.array.slice(places.start, len(places))
        return self.array.take(places)

    def values(self, places: Places) -> list[Any]:
        """The values of some rows."""
        return self.shown(self.part(places).to_pylist())

    def shown(self, stored: list[Any]) -> list[Any]:
        """The values of what is stored."""
        return stored

    def json(self, places: Places) -> list[bytes]:
        """The values of some rows as JSON."""
        return [ENCODE(value) for value in self.values(places)]

    def stored(self, value: Any) -> Any:
        """What is stored for a value; None when no row has it and nothing could be."""
        return value

    def run(self, value: str) -> range:
        """The rows that have a value, of a column that the table is sorted by and that is never empty."""
        array, key = self.array, self.stored(value)
        if key is None:
            return range(0)
        start = bisect_left(range(len(array)), key, key=lambda n: array[n].as_py())
        return range(start, bisect_left(range(len(array)), True, lo=start, key=lambda n: array[n].as_py() > key))

    def holds(self, operator: Operator, given: Any, rows: Places) -> Found:
        """Which of some rows meet a condition."""
        return one_of(self.part(rows), [given]) if operator.is_equality else None


class Numbers(Column):
    """A column of numbers, days or flags."""

    is_sortable = True

    def __init__(self, array: pa.Array, least: Any, most: Any) -> None:
        super().__init__(array)
        self._least, self._most = least, most

    @property
    def most_different(self) -> int:
        is_dense = pa.types.is_integer(self.array.type) or pa.types.is_boolean(self.array.type)
        return int(self._most) - int(self._least) + 2 if is_dense else len(self.array)

    def stored(self, value: Any) -> Any:
        return value if self._least <= value <= self._most else None

    def json(self, places: Places) -> list[bytes]:
        return ENCODE(self.values(places))[1:-1].split(b",") if len(places) else []

    def holds(self, operator: Operator, given: Any, rows: Places) -> Found:
        match operator.takes:
            case "yes or no":
                return (pc.is_null if given else pc.is_valid)(self.part(rows)) if self.array.null_count else not given
            case "values":
                return one_of(self.part(rows), [value for value in given if self._least <= value <= self._most])
        if (settled := self._settled(operator, given)) is not None:
            return settled
        if operator.arrow is None:
            return None
        found = getattr(pc, operator.arrow)(self.part(rows), pa.scalar(given, self.array.type))
        return pc.fill_null(found, operator.holds(None, given)) if self.array.null_count else found

    def _settled(self, operator: Operator, given: Any) -> bool | None:
        """What holds of all rows by their least and their largest value alone, if that says it."""
        holds = operator.holds(self._least, given)
        if operator.is_monotone:
            says = holds == operator.holds(self._most, given)
        else:
            says = not self._least <= given <= self._most
        is_so_of_empty = not self.array.null_count or holds == operator.holds(None, given)
        return holds if says and is_so_of_empty else None


class Repeated(Column):
    """A column of values that many rows have: each is kept once. A row without a number has the value `blank`."""

    def __init__(self, values: list[Any], numbers: pa.Array, blank: Any = None) -> None:
        super().__init__(numbers)
        self._values = values  # in order
        self._numbers = {value: number for number, value in enumerate(values)}
        self._blank = blank
        self._json = [*map(ENCODE, values), ENCODE(blank)]

    @property
    def most_different(self) -> int:
        return len(self._values) + 1

    @property
    def is_sortable(self) -> bool:  # type: ignore[override]
        return bool(self._values)

    def shown(self, stored: list[Any]) -> list[Any]:
        return [self._blank if number is None else self._values[number] for number in stored]

    def json(self, places: Places) -> list[bytes]:
        if not self._values:
            return self._json * len(places)
        return [self._json[-1 if number is None else number] for number in self.part(places).to_pylist()]

    def stored(self, value: Any) -> Any:
        return self._numbers.get(value)

    def run(self, value: str) -> range:
        return super().run(value) if self._values else range(len(self.array) if value == self._blank else 0)

    def holds(self, operator: Operator, given: Any, rows: Places) -> Found:
        if operator.is_equality:
            numbers = [self._numbers[given]] if given in self._numbers else []
        else:
            numbers = [number for number, value in enumerate(self._values) if operator.holds(value, given)]
        has_blanks = bool(self.array.null_count)
        blanks = has_blanks and operator.holds(self._blank, given)
        if len(numbers) == len(self._values) and blanks == has_blanks:
            return True
        if not numbers and not blanks:
            return False
        part = self.part(rows)
        found = pc.is_valid(part) if len(numbers) == len(self._values) else one_of(part, numbers)
        if not blanks:
            return found
        return pc.is_null(part) if found is False else pc.or_(found, pc.is_null(part))


def one_of(array: pa.Array, values: Sequence[Any]) -> Found:
    """Which members of an array are one of some values. Empty ones are not."""
    if len(values) > SINGLY:
        return pc.is_in(array, value_set=pa.array(values, array.type))
    found: Found = False
    for value in values:
        equal = pc.equal(array, pa.scalar(value, array.type))
        found = equal if found is False else pc.or_(found, equal)
    return pc.fill_null(found, False) if isinstance(found, pa.Array) and found.null_count else found
