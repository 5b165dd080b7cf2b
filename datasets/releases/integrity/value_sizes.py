"""How many bytes the values of Arrow arrays take when each stands for itself, without making them do so.

`bound_of` says at most how many, from the longest value alone; `sizes` says how many exactly, by Arrow's functions over
columns, which a server of small tables does not load.
"""

from operator import sub

import pyarrow as pa
from msgspec import Struct

from datasets import arrow_compute as pc

FIXED = 8  # bytes of a number, a day or a flag, at most


class Bound(Struct, frozen=True):
    """At most how many bytes a row has, and all rows have together."""

    row: int
    total: int

    def __add__(self, other: "Bound") -> "Bound":
        """Of the columns of both."""
        return Bound(self.row + other.row, self.total + other.total)


def bound_of(column: pa.ChunkedArray) -> Bound:
    """At most how many bytes a column has. Raises ValueError for a type that no table has."""
    bounds = [bound_of_array(chunk) for chunk in column.chunks]
    return Bound(max((bound.row for bound in bounds), default=0), sum(bound.total for bound in bounds))


def bound_of_array(array: pa.Array) -> Bound:
    """At most how many bytes an array has."""
    of = array.type
    if pa.types.is_dictionary(of):
        longest = bound_of_array(array.dictionary).row
    elif pa.types.is_string(of) or pa.types.is_binary(of):
        longest = longest_text(array)
    elif pa.types.is_list(of):  # all members may be those of one row
        members = bound_of_array(array.values).total
        return Bound(members, members)
    elif pa.types.is_struct(of):
        return sum((bound_of_array(array.field(n)) for n in range(of.num_fields)), Bound(FIXED, FIXED * len(array)))
    elif pa.types.is_primitive(of):
        longest = FIXED
    else:
        raise ValueError(f"has a column of the type {of}, which no table has"[:120])
    return Bound(longest, longest * len(array))


def longest_text(array: pa.Array) -> int:
    """The bytes of the longest text of an array."""
    if not len(array):
        return 0
    offsets = memoryview(array.buffers()[1]).cast("i")[array.offset : array.offset + len(array) + 1]
    return int(max(map(sub, offsets[1:], offsets)))


def sizes(column: pa.ChunkedArray) -> pa.Array:
    """The bytes of each row of a column of which `bound_of` knows the type."""
    return pa.concat_arrays([pa.array([], pa.int64()), *(sizes_of(chunk) for chunk in column.chunks)])


def sizes_of(array: pa.Array) -> pa.Array:
    """The bytes of each value of an array; what is null has none, or those of a number."""
    of = array.type
    if pa.types.is_dictionary(of):
        return filled(sizes_of(array.dictionary).take(array.indices))
    if pa.types.is_string(of) or pa.types.is_binary(of):
        return filled(pc.cast(pc.binary_length(array), pa.int64()))
    if pa.types.is_list(of):
        return sizes_of_lists(array)
    if pa.types.is_struct(of):
        total = fixed(array)
        for member in array.flatten():
            total = pc.add(total, sizes_of(member))
        return total
    return fixed(array)


def sizes_of_lists(array: pa.ListArray) -> pa.Array:
    """The bytes of each list: the sum of those of its members."""
    ends = pc.cumulative_sum(sizes_of(array.values))
    before = pa.concat_arrays([pa.array([0], pa.int64()), ends]).take(array.offsets)
    return pc.subtract(before.slice(1), before.slice(0, len(array)))


def fixed(array: pa.Array) -> pa.Array:
    """The bytes of values of one size."""
    return pa.repeat(pa.scalar(FIXED, pa.int64()), len(array))


def filled(found: pa.Array) -> pa.Array:
    """Sizes, with none for what is null."""
    return pc.fill_null(found, 0)
