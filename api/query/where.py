"""Which rows a query means: filters, groups of filters of which one must hold, and words."""

import re
from itertools import chain
from typing import Any, Literal

from msgspec import Struct

from api.http.problems import BadParameter, nearest
from api.query.filters import Filter, filters_of
from api.query.parameters import GROUPS
from api.query.words import Word, read_words
from schemas.tables import Table

Condition = tuple[Filter, Any]
KnownBy = Literal["key", "number"]
MOST_ALTERNATIVES = 20
BETWEEN = re.compile(r"(?<!\\);")


class Where(Struct, frozen=True):
    """The rows for which all filters hold, one filter of each group, and that have all words.

    `known_by`: by what the search index knows the rows that may have them, if it does: by their keys or, of a table
    that is copied, by their numbers.
    """

    filters: tuple[Condition, ...] = ()
    groups: tuple[tuple[Condition, ...], ...] = ()
    words: tuple[Word, ...] = ()
    known_by: KnownBy | None = None

    @property
    def constant_columns(self) -> tuple[str, ...]:
        """The columns that have one value in all rows: the one that is asked for."""
        return tuple(asked.column.name for asked, _ in self.filters if asked.operator.is_equality)

    def key_of(self, table: Table) -> str | None:
        """The key of the only row that is meant, where it is named."""
        equal = {asked.column.name: value for asked, value in self.filters if asked.operator.is_equality}
        return equal.get(table.key)

    @property
    def comparisons(self) -> int:
        """How many values a row is compared with at most."""
        conditions = [*self.filters, *chain.from_iterable(self.groups)]
        return sum(len(value) if isinstance(value, list) else 1 for _, value in conditions)


def read_where(table: Table, given: dict[str, str]) -> Where:
    """The rows that parameters ask for. Raises BadParameter for a value that cannot be meant."""
    filters = filters_of(table)
    return Where(
        filters=tuple(read_condition(filters[name], given[name]) for name in sorted(given) if name in filters),
        groups=tuple(read_group(name, given[name], filters) for name in GROUPS if name in given),
        words=read_words(given["q"]) if "q" in given else (),
    )


def read_condition(asked: Filter, given: str) -> Condition:
    """A filter and its value; several values in one where no value has a comma (`metric_id=gdp,cpi`)."""
    if "," in given and asked.takes_several:
        asked = asked.of_several()
    return asked, asked.read(given)


def read_group(parameter: str, given: str, filters: dict[str, Filter]) -> tuple[Condition, ...]:
    """The filters of a group: `column=value;column__op=value`."""
    parts = BETWEEN.split(given)
    if len(parts) > MOST_ALTERNATIVES:
        raise BadParameter(f"{parameter}: {len(parts)} filters; at most {MOST_ALTERNATIVES}", parameter=parameter)
    conditions = []
    for part in parts:
        name, equals, value = part.partition("=")
        if not equals or name not in filters:
            expected = "expected column=value or column__operator=value, with ; between"
            raise BadParameter(
                f"{parameter}: {name[:80]!r} is no filter; {expected}" if equals else f"{parameter}: {expected}",
                parameter=parameter,
                nearest=nearest(name, filters),
            )
        conditions.append(read_condition(filters[name], value.replace("\\;", ";")))
    return tuple(conditions)
