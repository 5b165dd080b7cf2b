"""What the reading of a name gives: the name, its quote, and the rule that found it, within bounds."""

from msgspec import Struct

from datasets.reading.text import Span

# Of 1,429 real reports none has a name of more than 52 characters, or a quote of more than 129. Longer ones are none:
# they would be copied into the rows of every figure that leans on them.
LONGEST_NAME, LONGEST_QUOTE = 120, 400  # characters


class Named(Struct, frozen=True, gc=False):
    """The name of a figure, the span of its quote, and the rule that found it."""

    name: str
    quote: Span
    rule: str
    others: tuple[str, ...] = ()  # further names the same figure is for (A和B均增长18%)

    @property
    def is_short(self) -> bool:
        """Whether name and quote are no longer than those of reports."""
        return len(self.name) <= LONGEST_NAME and self.quote.end - self.quote.start <= LONGEST_QUOTE
