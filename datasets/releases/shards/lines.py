"""What lines of a file say, by name: in memory is only where each begins."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import BinaryIO, Generic, TypeVar

T = TypeVar("T")


class Lines(Mapping[str, T], Generic[T]):
    """What lines of a file say, by name; each is read when it is asked for, and is none when it cannot be."""

    def __init__(self, read: Callable[[int], T | None]) -> None:
        self._read = read
        self._places: dict[str, int] = {}

    def note(self, name: str, place: int) -> None:
        """Have a line that begins so many bytes from the start."""
        self._places[name] = place

    def are_at(self, places: dict[str, int]) -> None:
        """Have these lines, and no others, where they begin."""
        self._places = places

    def keep_only(self, names: Collection[str]) -> None:
        """Forget all but these."""
        self._places = {name: place for name, place in self._places.items() if name in names}

    def __getitem__(self, name: str) -> T:
        one = self._read(self._places[name])
        if one is None:
            raise KeyError(name)
        return one

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter([*self._places])

    def __len__(self) -> int:
        return len(self._places)


def written(file: BinaryIO, lines: Lines[T], line_of: Callable[[T], bytes]) -> Iterator[tuple[str, int]]:
    """Write lines to a file: the name of each, and where it begins there."""
    for name in lines:
        if one := lines.get(name):
            file.write(b"\n")
            yield name, file.tell()
            file.write(line_of(one))
