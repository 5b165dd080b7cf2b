"""What may be wrong with what an origin says of its text: told when a report comes in, and whenever it is reviewed."""

from collections.abc import Iterator, Sequence

from datasets.library.ingestion.places import is_named
from datasets.library.sources import Origin


def doubts_of_origin(origin: Origin, places: Sequence[str], text: str) -> Iterator[str]:
    """What is odd about the region and the days of a report. `places` are the names of regions in its head."""
    region = origin.region
    if region.level != "national" and not is_named(region, places, text):
        yield f"the text does not name {region.name}"
    delivered, published = origin.delivered_on, origin.published_on
    if delivered and delivered.year not in (origin.year - 1, origin.year):
        yield f"a report of {origin.year} was delivered on {delivered}"
    if delivered and published and published < delivered:
        yield f"it was published on {published}, before it was delivered"
