"""The files of a release, listed: what the list says of a file is true of what its address downloads."""

import csv
import hashlib
import io

import pytest
from litestar.testing import TestClient

from tests.asking import asked

ADDRESS = "/v1/releases/5.2.0/files"


@pytest.mark.parametrize("version", ["1.0.0", "6.0.0"])
def test_what_is_said_of_a_file_is_true_of_it(published: TestClient, version: str) -> None:
    files = asked(published, f"/v1/releases/{version}/files")["data"]
    manifest = asked(published, f"/v1/releases/{version}")["data"]
    assert {one["name"] for one in manifest["files"]} < {one["name"] for one in files}
    assert files[0]["name"] == "manifest.json"
    for file in files:
        answer = published.get(file["url"])
        assert answer.headers["content-type"].partition(";")[0] == file["media_type"]
        assert len(answer.content) == file["bytes"]
        assert file["sha256"] in (None, hashlib.sha256(answer.content).hexdigest())
        if file["table"]:
            assert asked(published, f"/v1/releases/{version}/{file['table']}?limit=1")["page"]["total"] == file["rows"]


@pytest.mark.parametrize(
    ("address", "accept"),
    [
        (f"{ADDRESS}.csv", "*/*"),
        (f"{ADDRESS}?format=csv", "*/*"),
        (ADDRESS, "text/csv"),
        (f"{ADDRESS}.csv", "image/png"),
    ],
)
def test_the_list_is_csv_on_request(published: TestClient, address: str, accept: str) -> None:
    answer = published.get(address, headers={"accept": accept})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].endswith('baogao-files-5.2.0.csv"')
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    files = asked(published, ADDRESS)["data"]
    assert rows == [{name: "" if value is None else str(value) for name, value in one.items()} for one in files]


@pytest.mark.parametrize(
    ("address", "accept", "status", "problem"),
    [
        (f"{ADDRESS}.parquet", "*/*", 400, "bad-parameter"),
        (f"{ADDRESS}?format=xml", "*/*", 400, "bad-parameter"),
        (f"{ADDRESS}?limit=1", "*/*", 400, "unknown-parameter"),
        (ADDRESS, "application/vnd.apache.parquet", 406, "not-acceptable"),
        ("/v1/releases/9.9.9/files", "*/*", 404, "release-not-found"),
        ("/v1/releases/9.9.9/files.csv", "*/*", 404, "release-not-found"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    published: TestClient, address: str, accept: str, status: int, problem: str
) -> None:
    answer = published.get(address, headers={"accept": accept})
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}")


def test_another_media_type_that_is_wanted_more_does_not_hide_one_there_is(published: TestClient) -> None:
    answer = published.get(ADDRESS, headers={"accept": "application/vnd.apache.parquet, text/csv;q=0.5"})
    assert answer.headers["content-type"].startswith("text/csv")


def test_each_form_has_a_tag_of_its_own(published: TestClient) -> None:
    tags = {published.get(address).headers["etag"] for address in (ADDRESS, f"{ADDRESS}.csv", "/v1/releases/1/files")}
    assert len(tags) == 3
    again = published.get(ADDRESS, headers={"if-none-match": published.get(ADDRESS).headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
