"""What is said of releases by hand fits them."""

from pathlib import Path

import pytest

from datasets.errors import BaogaoError
from datasets.library.home import BUILT_IN, releases_folder
from datasets.releases.build import build
from datasets.releases.history import HISTORY, read_history
from datasets.releases.release import open_release, versions
from datasets.releases.versions import Version
from tests.homes import ERRATUM, add_report

RELEASES = [open_release(releases_folder(BUILT_IN) / str(v)) for v in versions(releases_folder(BUILT_IN))]


def test_every_release_of_the_repository_is_explained_and_has_its_day() -> None:
    history = read_history(BUILT_IN)
    assert list(history.releases) == [str(release.version) for release in RELEASES]
    days = [history.published_on(release) for release in RELEASES]
    assert None not in days
    assert days == sorted(days)  # type: ignore[type-var]


def test_errata_name_releases_there_are() -> None:
    known = {str(release.version) for release in RELEASES}
    for erratum in read_history(BUILT_IN).errata:
        assert {erratum.first, erratum.last, erratum.corrected_in or erratum.last} <= known
        assert [erratum.affects(Version.parse(v)) for v in (erratum.first, erratum.last)] == [True, True]


def test_a_home_without_a_history_has_an_empty_one(tmp_path: Path) -> None:
    release = build(add_report(tmp_path)).release
    assert read_history(tmp_path).published_on(release) is None


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ('id = "E1"', 'id = "E1"\ncolour = "red"', "unknown field `colour`"),
        ('kind = "wrong"', 'kind = "odd"', "Invalid enum value 'odd'"),
        ('table = "indicators"', 'table = "indicator"', "there is no table 'indicator'; there are indicators, targets"),
        ('["value"]', '["values"]', "expected the columns that are wrong"),
        ('["value"]', "[]", "expected the columns that are wrong"),
        ('kind = "wrong"', 'kind = "missing"', "and none for missing/superfluous rows"),
        ('first = "1.0.0"', 'first = "1.2.0"', "expected first, last and corrected_in in that order"),
        ('corrected_in = "2.0.0"', 'corrected_in = "1.1.0"', "expected first, last and corrected_in in that order"),
        (
            'last = "1.1.0"',
            'last = "1.1"',
            r"history\.toml: erratum E1: '1\.1' is not a version; expected MAJOR\.MINOR\.PATCH",
        ),
        ("2026-01-01", '"soon"', "found_on"),
        ("[[errata]]", "[[errata", "history.toml"),
    ],
)
def test_a_history_that_cannot_be_meant_is_refused(tmp_path: Path, was: str, now: str, message: str) -> None:
    (tmp_path / HISTORY).write_text(ERRATUM, "utf-8")
    assert len(read_history(tmp_path).errata) == 1
    (tmp_path / HISTORY).write_text(ERRATUM.replace(was, now), "utf-8")
    with pytest.raises(BaogaoError, match=message):
        read_history(tmp_path)


def test_an_erratum_has_an_id_of_its_own(tmp_path: Path) -> None:
    (tmp_path / HISTORY).write_text(ERRATUM + ERRATUM, "utf-8")
    with pytest.raises(BaogaoError, match="erratum E1: its id is taken"):
        read_history(tmp_path)
