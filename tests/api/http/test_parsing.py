"""Headers are understood as RFC 9110 has them: what we read is what werkzeug, a kept parser, reads."""

import datetime as dt
from contextlib import suppress
from email.utils import format_datetime, formatdate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import http as werkzeug

from api.formats.registry import FORMATS, accepted_format
from api.http.conditional import refuse_another, tags_in, unchanged_since
from api.http.negotiation import weighted
from api.http.problems import NotAcceptable, PreconditionFailed, RangeNotSatisfiable
from api.http.ranges import asked_part

TOKENS = st.sampled_from(["text", "*", "application", "json", "csv", "x-ndjson", "zstd"])
SPACES = st.sampled_from(["", " ", "\t", "  "])
QUOTED = st.text(st.sampled_from('abc,;=/\\" '), max_size=8).map(
    lambda text: '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))
)
WEIGHTS = st.sampled_from(["0", "1", "0.5", "0.25", "0.001", "1.0", "1.5", "-1", "x", "nan", "inf", "1e0"])
TAGS = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"'), min_size=1, max_size=6
).map(lambda text: f'"{text}"')
MOMENTS = st.integers(31_536_000, 3_092_601_600).map(lambda at: dt.datetime.fromtimestamp(at, dt.UTC))
FORMS = st.sampled_from(["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"])
TAG = '"ours"'


def scope(**headers: str) -> Any:
    """A request with headers."""
    return {"headers": [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]}


def listed(entries: list[str], spaces: list[str]) -> str:
    """Entries as one header, with spaces around their commas."""
    return ",".join(f"{space}{entry}{space}" for entry, space in zip(entries, spaces * len(entries), strict=False))


@st.composite
def media_ranges(draw: st.DrawFn) -> str:
    """An entry of `Accept`, with parameters, some of them quoted, and a weight."""
    parameters = draw(st.lists(st.tuples(st.sampled_from(["profile", "v"]), st.one_of(TOKENS, QUOTED)), max_size=2))
    weights = [("q", draw(WEIGHTS))] if draw(st.booleans()) else []
    space = draw(SPACES)
    named = "".join(f"{space};{space}{name}={value}" for name, value in [*dict(parameters).items(), *weights])
    return f"{draw(TOKENS)}/{draw(TOKENS)}{named}"


@given(st.lists(media_ranges(), min_size=1, max_size=5), st.lists(SPACES, min_size=1, max_size=5))
def test_the_weights_of_a_header_are_those_it_says(entries: list[str], spaces: list[str]) -> None:
    asked = listed(entries, spaces)
    expected = werkzeug.parse_accept_header(asked)
    # Werkzeug has the parameters in the name and sorts by weight; we keep the order, in which the first of equals wins.
    assert sorted(weighted(asked)) == sorted((name.partition(";")[0].lower(), weight) for name, weight in expected)


@given(st.text(max_size=300))
def test_no_header_is_too_strange_to_be_read(anything: str) -> None:
    assert all(0 <= weight <= 1 for _, weight in weighted(anything))
    with suppress(NotAcceptable):
        assert accepted_format(anything) in FORMATS
    tags_in(anything)
    assert unchanged_since(anything, "Tue, 24 Nov 2026 03:46:36 GMT") in (None, True, False)
    given = anything.encode("latin-1", "replace").decode("latin-1")
    assert asked_part(scope(range=f"bytes={given}"), TAG, "", 10) is None or "-" in given


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ('application/json;profile="a,b";q=0.1, text/csv;q=0.2', "csv"),
        ('application/json;profile="a;q=0.9";q=0.1, text/csv;q=0.2', "csv"),
        ('application/json;profile="\\",text/csv";q=0.3, text/*;q=0.2', "json"),
        ("text/csv;q=0.1;q=0.9, application/json;q=0.2", "json"),
        ("text/csv; Q=0.5, application/json; q = 0.2", "csv"),
        ("text/csv;q=2, application/json;q=0.1", "json"),
        ("application/json; charset=utf-8", "json"),
        ("TEXT/CSV", "csv"),
    ],
)
def test_a_comma_in_quotes_is_of_a_parameter(accept: str, name: str) -> None:
    assert accepted_format(accept).name == name


@given(st.lists(st.tuples(st.sampled_from(["", "W/"]), TAGS), min_size=1, max_size=5), st.lists(SPACES, min_size=1))
def test_tags_are_compared_weakly_and_strongly(entries: list[tuple[str, str]], spaces: list[str]) -> None:
    asked = listed([weak + tag for weak, tag in entries], spaces)
    expected = werkzeug.parse_etags(asked)
    for _, tag in [*entries, ("", TAG)]:
        bare = tag.strip('"')
        assert (tag in tags_in(asked)) == expected.contains_weak(bare)
        assert (tag in tags_in(asked, strong=True)) == expected.is_strong(bare)


@given(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 30)), st.integers(1, 20), SPACES, st.booleans())
def test_a_range_is_the_one_that_is_asked_for(
    first: int, last: int | None, size: int, space: str, suffix: bool
) -> None:
    # The last 30 bytes of 20 are all of them (RFC 9110, 14.1.2), which werkzeug does not say.
    asked = (
        f"bytes={space}-{min(first, size)}" if suffix else f"BYTES={space}{first}-{'' if last is None else last}{space}"
    )
    expected = werkzeug.parse_range_header(asked)
    span = expected.range_for_length(size) if expected else None
    try:
        found = asked_part(scope(range=asked), TAG, "", size)
    except RangeNotSatisfiable:
        assert span is None
    else:
        assert span == (None if found is None else (found[0], found[1] + 1))


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,3-4", "bytes=1 0-12", "bytes = 0-1", "lines=0-1", "bytes=0-1-2", "0-1", ""]
)
def test_what_is_no_single_range_of_bytes_is_ignored(asked: str) -> None:
    assert asked_part(scope(range=asked), TAG, "", 10) is None


def test_two_headers_are_no_single_range_and_the_end_of_nothing_is_nothing() -> None:
    twice = {"headers": [(b"range", b"bytes=0-1"), (b"range", b"bytes=3-4")]}
    assert asked_part(twice, TAG, "", 10) is None
    assert asked_part(scope(range="bytes=-5"), TAG, "", 0) is None
    with pytest.raises(RangeNotSatisfiable):
        asked_part(scope(range="bytes=0-"), TAG, "", 0)


@given(MOMENTS, MOMENTS, FORMS)
def test_a_date_is_read_in_each_of_its_forms(date: dt.datetime, changed: dt.datetime, form: str) -> None:
    written = date.strftime(form)
    read = werkzeug.parse_date(written)
    assert read == date
    assert unchanged_since(written, formatdate(changed.timestamp(), usegmt=True)) == (changed <= read)


@given(MOMENTS, st.sampled_from([TAG, '"other"', f"W/{TAG}", "date", "earlier", "later", "nothing"]))
def test_if_range_is_of_the_same_answer_alone(changed: dt.datetime, condition: str) -> None:
    hour = dt.timedelta(hours=1)
    dates = {"date": changed, "earlier": changed - hour, "later": changed + hour}
    said = format_datetime(dates[condition], usegmt=True) if condition in dates else condition
    found = asked_part(scope(range="bytes=0-3", if_range=said), TAG, format_datetime(changed, usegmt=True), 10)
    expected = werkzeug.parse_if_range_header(said)
    is_weak = said.startswith("W/")  # werkzeug drops this; RFC 9110, 13.1.5 wants a strong tag
    same = expected.date == changed if expected.date else expected.etag == TAG.strip('"') and not is_weak
    assert found == ((0, 3) if same else None)


@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [
        ({"if_match": TAG}, False),
        ({"if_match": "*"}, False),
        ({"if_match": f'"x" , {TAG}'}, False),
        ({"if_match": f"W/{TAG}"}, True),  # compared strongly
        ({"if_match": '"x"'}, True),
        ({"if_match": "ours"}, True),  # a tag has quotes
        ({"if_unmodified_since": "Tue, 24 Nov 2026 03:46:36 GMT"}, False),
        ({"if_unmodified_since": "Tue, 24 Nov 2026 03:46:35 GMT"}, True),
        ({"if_unmodified_since": "Tue Nov 24 03:46:35 2026"}, True),
        ({"if_unmodified_since": "before lunch"}, False),
        ({"if_match": TAG, "if_unmodified_since": "Tue, 24 Nov 2026 03:46:35 GMT"}, False),  # the tag decides alone
        ({"if_match": '"x"', "if_unmodified_since": "Tue, 24 Nov 2026 03:46:36 GMT"}, True),
    ],
)
def test_a_precondition_holds_or_is_refused(headers: dict[str, str], is_refused: bool) -> None:
    try:
        refuse_another(scope(**headers), TAG, "Tue, 24 Nov 2026 03:46:36 GMT")
    except PreconditionFailed:
        assert is_refused
    else:
        assert not is_refused
