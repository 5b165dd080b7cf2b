"""The provinces as tiles."""

from api.web.drawing.tiles import PLACES, tiles
from datasets.library.regions.register import register


def test_every_province_has_one_tile() -> None:
    placed = sorted(tile.code for tile in tiles({}) if tile)
    assert placed == sorted(code for code in register() if code.endswith("0000") and code != "000000")
    assert {len(line.split()) for line in PLACES.strip().splitlines()} == {9}
    names = {tile.code: (tile.zh, tile.en) for tile in tiles({}) if tile}
    assert (names["210000"], names["150000"]) == (("辽宁", "LN"), ("内蒙古", "NM"))


def test_a_tile_counts_the_reports_of_a_province_and_of_the_places_in_it() -> None:
    found = {tile.code: tile.reports for tile in tiles({"210000": 4, "211102": 1, "000000": 9}) if tile}
    assert found["210000"] == 5
    assert sum(found.values()) == 5
