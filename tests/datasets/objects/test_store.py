"""Objects are asked for within bounds, asked again when that helps, and errors say nothing that a store said."""

import hashlib
import io
from pathlib import Path

import httpx
import pytest

from datasets.errors import ObjectMissingError, ReleaseError, SourceError, StoreError
from datasets.library.home import Address, home_of
from datasets.objects import store
from datasets.objects.store import PART, Objects
from tests.object_servers import ACCOUNT_KEY, KEY, SCHEMES, SECRET, ObjectServer
from tests.stores import Proxy

pytest.importorskip("obstore", reason="the dependency group `objects` is not installed")

CONTENT = bytes(range(256)) * 200
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def objects(address: Address, impatient: None) -> Objects:
    found = Objects(address)
    assert found.create("files/some", CONTENT)
    return found


def copied(objects: Objects, size: int = len(CONTENT), sha256: str = SHA256) -> bytes:
    target = io.BytesIO()
    objects.copy("files/some", size, sha256, target)
    return target.getvalue()


def test_an_object_is_created_once_and_what_is_listed_is_there(any_address: Address) -> None:
    objects = Objects(any_address)
    assert objects.create("a/报告 1.docx", b"one")
    assert objects.create("a/报告 1.docx", b"one"), "the same content is there"
    assert not objects.create("a/报告 1.docx", b"two")
    assert objects.read("a/报告 1.docx", 3) == b"one"
    stat = objects.stat("a/报告 1.docx")
    assert stat is not None
    assert objects.listed("a/") == {"a/报告 1.docx": stat}
    objects.remove(["a/报告 1.docx"])
    assert objects.stat("a/报告 1.docx") is None
    assert objects.listed("a/") == {}


def test_an_object_that_is_larger_than_it_may_be_is_not_read(any_address: Address) -> None:
    objects = Objects(any_address)
    objects.create("large", b"12345")
    with pytest.raises(ReleaseError, match="has 5 bytes, of at most 4"):
        objects.read("large", 4)


def test_a_large_object_is_read_part_by_part(any_address: Address, tmp_path_factory: pytest.TempPathFactory) -> None:
    objects, content = Objects(any_address), CONTENT * (PART // len(CONTENT) + 2)
    file = tmp_path_factory.mktemp("large") / "file"
    file.write_bytes(content)
    objects.put("files/large", file)
    target = io.BytesIO()
    objects.copy("files/large", len(content), hashlib.sha256(content).hexdigest(), target)
    assert target.getvalue() == content


@pytest.mark.parametrize("fault", ["503", "500", "429", "cut", "slow", "damaged"])
def test_an_object_is_asked_for_again_after_a_fault(objects: Objects, proxy: Proxy, fault: str) -> None:
    proxy.once(fault, "files/some")
    assert copied(objects) == CONTENT


def test_an_object_that_stays_damaged_is_refused(objects: Objects, proxy: Proxy) -> None:
    proxy.once("damaged", "files/some", times=99)
    with pytest.raises(ReleaseError, match=f"files/some: sha256 is [0-9a-f]+, expected {SHA256}"):
        copied(objects)


def test_an_object_that_is_shorter_than_it_is_said_to_be_is_refused(objects: Objects) -> None:
    with pytest.raises(ReleaseError, match="sha256 is"):
        copied(objects, len(CONTENT) + 1)


def test_a_put_whose_answer_was_lost_is_the_put_that_was_made(objects: Objects, proxy: Proxy) -> None:
    proxy.once("lost", "files/other", "PUT")
    assert objects.create("files/other", b"ours")
    assert objects.read("files/other", 99) == b"ours"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("503", "answered 503"),
        ("403", "access is denied; look at the credentials"),
        ("404", "there is no such object, or no such bucket"),
        ("slow", "cannot be reached, answers too slowly"),
        ("cut", "cannot be reached, answers too slowly"),
    ],
)
def test_a_store_that_fails_is_told_in_our_words(objects: Objects, proxy: Proxy, fault: str, said: str) -> None:
    proxy.fault = lambda _method, _path: fault
    for ask in (lambda: objects.listed("files/"), lambda: objects.read("files/some", 1 << 20)):
        with pytest.raises(StoreError, match=said) as raised:
            ask()
        assert raised.value.__cause__ is None
        assert KEY not in str(raised.value)


@pytest.mark.parametrize("server", ["s3"], indirect=True)
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("endless", "is listed again and again"),
        ("odd", "has an object that cannot be named"),
        ("below zero", "what it answers is not understood"),
        ("damaged", "what it answers is not understood"),
    ],
)
def test_a_list_that_cannot_be_is_refused(objects: Objects, proxy: Proxy, fault: str, said: str) -> None:
    proxy.fault = lambda _method, path: fault if "list-type" in path else None
    with pytest.raises(StoreError, match=said):
        objects.listed("files/")


@pytest.mark.parametrize("bound", ["MOST", "LIST_SECONDS"])
def test_a_list_ends_after_so_many_objects_and_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    for n in range(3):
        (tmp_path / f"{n}").write_bytes(b"x")
    objects = Objects(Address(f"file://{tmp_path}"))
    assert sorted(objects.listed("")) == ["0", "1", "2"]
    monkeypatch.setattr(store, bound, 0)
    with pytest.raises(StoreError, match=r"has more than 0 objects|takes more than 0 seconds to list"):
        objects.listed("")


@pytest.mark.parametrize("server", ["s3"], indirect=True)
def test_wrong_credentials_are_refused_by_the_server_and_not_repeated(server: ObjectServer, address: Address) -> None:
    try:
        assert httpx.post(f"{server.url}/moto-api/reset-auth", content=b"0").status_code == 200
        with pytest.raises(StoreError, match="access is denied") as raised:
            Objects(address).listed("")
        assert not [secret for secret in (KEY, SECRET, SECRET[:12]) if secret in str(raised.value)]
    finally:
        httpx.post(f"{server.url}/moto-api/reset-auth", content=b"1000000000")


@pytest.mark.parametrize("server", [one for one in SCHEMES if one.values == ("az",)], indirect=True)
def test_a_key_of_another_account_is_refused(
    server: ObjectServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", "A" + ACCOUNT_KEY[1:])
    with pytest.raises(StoreError, match="access is denied") as raised:
        Objects(address).listed("")
    assert ACCOUNT_KEY[1:12] not in str(raised.value)


def test_a_bucket_that_is_not_there_is_named(address: Address) -> None:
    nowhere = Address(address.url.replace("//bucket", "//nosuchbucket").replace("1/bucket", "1/nosuchbucket"))
    objects = Objects(nowhere)
    if not str(nowhere).startswith("gs:"):  # where fake-gcs-server answers 500, as Google's does not
        with pytest.raises(StoreError, match=f"{nowhere}/releases: there is no such object, or no such"):
            objects.listed("releases/")
    with pytest.raises(ObjectMissingError, match="no such bucket"):
        objects.create("a", b"b")


@pytest.mark.parametrize(
    "url", ["s3://bucket", "s3://bucket/a/b/", "gs://bucket/a", "az://account/container/a", "file:///a b/报告"]
)
def test_an_address_names_a_store(url: str) -> None:
    assert home_of(url) == Address(url)
    assert str(home_of(url)) == url


@pytest.mark.parametrize(
    "url",
    ["s3://", "s3:///a", "s3://KEY:SECRET@bucket/a", "s3://bucket/a?key=SECRET", "s3://bucket/../a", "ftp://SECRET/a",
     "https://SECRET@x.example/a", "az://account", "file://", "s3://bucket//a", "S3://bucket/SECRET"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(SourceError, match="is no address such as s3://bucket/prefix") as raised:
        home_of(url)
    assert "SECRET" not in str(raised.value)


def test_a_folder_is_no_address() -> None:
    assert str(home_of("some/library")) == "some/library"
