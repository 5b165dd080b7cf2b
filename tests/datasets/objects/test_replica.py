"""Releases go to a store whole or not at all, and come from it so; what the store does meanwhile is no matter."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from datasets.errors import ReleaseError, ReleaseExistsError, StoreError
from datasets.library.home import Address, home_of
from datasets.objects import replica as replica_module
from datasets.objects.cache import Cache, CacheFullError, Wanted
from datasets.objects.releases import ReleaseDownloader, publish, published
from datasets.objects.replica import Replica, bring_newest
from datasets.objects.store import Objects
from datasets.releases.integrity.inspection import open_sound
from datasets.releases.integrity.signing import read_private_key, read_public_keys
from datasets.releases.publishing import Publication, seal
from datasets.releases.release import MANIFEST, SIGNATURE, Release, open_release, versions
from datasets.releases.versions import Version
from tests.object_servers import KEY, SECRET
from tests.stores import Proxy, content_of, full_disk, publish_all

pytest.importorskip("obstore", reason="the dependency group `objects` is not installed")

V1, V2 = Version(1, 0, 0), Version(2, 0, 0)


@pytest.fixture
def replica(any_address: Address, cache: Cache, impatient: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    monkeypatch.setattr(replica_module, "LOOK_SECONDS", 0.0)
    found = Replica(any_address, cache)
    yield found
    found.close()


def look_until_still(replica: Replica) -> None:
    while replica.poll():
        pass


def here(replica: Replica) -> list[str]:
    return [folder.name for folder in sorted((replica.home / "releases").glob("[0-9]*"))]


# Publishing


def test_what_is_published_comes_back_byte_for_byte(any_address: Address, cache: Cache, two_releases: Path) -> None:
    objects = publish_all(any_address, two_releases)
    folder = cache.folder / "releases"
    folder.mkdir()
    for version in published(objects):
        ReleaseDownloader(objects, cache, folder).bring(version)
        open_sound(folder / str(version))
        assert content_of(folder / str(version)) == content_of(two_releases / "releases" / str(version))
    assert sorted(one.name for one in folder.iterdir()) == ["1.0.0", "2.0.0"], "nothing is left over"


def test_of_two_publishers_one_wins_and_nothing_of_the_other_can_be_seen(
    any_address: Address, two_releases: Path, rival: Release
) -> None:
    objects = publish_all(any_address, two_releases, 1)
    ours = open_release(two_releases / "releases/2.0.0")
    publish(objects, ours, V1)
    before = objects.listed("releases/")
    with pytest.raises(
        ReleaseExistsError, match=r"release 2\.0\.0 was published meanwhile by somebody else; nothing of"
    ):
        publish(objects, rival, V1)
    assert objects.listed("releases/") == before
    assert objects.read(f"releases/2.0.0/{MANIFEST}", 1 << 20) == (ours.folder / MANIFEST).read_bytes()


def test_a_release_of_another_number_after_the_same_one_loses_too(
    any_address: Address, two_releases: Path, addition: Release
) -> None:
    """Its number follows from a comparison with what is not the newest any more."""
    objects = publish_all(any_address, two_releases)
    assert addition.version not in (V1, V2)
    with pytest.raises(ReleaseExistsError, match=r"release 2\.0\.0 was published meanwhile"):
        publish(objects, addition, V1)
    assert [*published(objects)] == [V2, V1]


def test_a_publisher_that_was_stopped_goes_on_and_another_is_told(
    any_address: Address, two_releases: Path, rival: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = publish_all(any_address, two_releases, 1)
    ours = open_release(two_releases / "releases/2.0.0")
    create = Objects.create

    def stopped(self: Objects, key: str, content: bytes) -> bool:
        if key.endswith(MANIFEST):
            raise KeyboardInterrupt
        return create(self, key, content)

    monkeypatch.setattr(Objects, "create", stopped)
    with pytest.raises(KeyboardInterrupt):
        publish(objects, ours, V1)
    monkeypatch.setattr(Objects, "create", create)
    assert [*published(objects)] == [V1], "it is not there before its manifest is"
    with pytest.raises(
        ReleaseExistsError, match=r"successors/1\.0\.0: says that 2\.0\.0 comes next, and it is not there"
    ):
        publish(objects, rival, V1)
    publish(objects, ours, V1)
    assert [*published(objects)] == [V2, V1]


@pytest.mark.parametrize("said", [b"", b"{}", b'{"version": "x", "manifest_sha256": ""}', b"[" * 1000])
def test_a_claim_that_says_nothing_is_named(any_address: Address, two_releases: Path, said: bytes) -> None:
    objects = publish_all(any_address, two_releases, 1)
    objects.create("successors/1.0.0", said)
    with pytest.raises(
        ReleaseExistsError, match=r"successors/1\.0\.0: does not say which release comes next; remove it"
    ):
        publish(objects, open_release(two_releases / "releases/2.0.0"), V1)


def test_a_manifest_whose_answer_was_lost_is_published(address: Address, proxy: Proxy, two_releases: Path) -> None:
    proxy.once("lost", "1.0.0/manifest.json", "PUT")
    objects = publish_all(address, two_releases, 1)
    assert [*published(objects)] == [V1]


def test_a_file_of_two_releases_is_in_a_store_once(any_address: Address, two_releases: Path) -> None:
    objects = publish_all(any_address, two_releases)
    listed = [
        file.sha256
        for folder in (two_releases / "releases").glob("[0-9]*")
        for file in open_release(folder).manifest.files
    ]
    assert len({*listed}) < len(listed)
    assert {key.removeprefix("files/") for key in objects.listed("files/")} == {*listed}


def test_names_that_strangers_gave_are_no_releases(any_address: Address, replica: Replica, two_releases: Path) -> None:
    objects = publish_all(any_address, two_releases, 1)
    for name in ("releases/latest/manifest.json", "releases/01.0.0/manifest.json", "releases/3.0.0/other.json",
                 "releases/4.0.0/a/manifest.json", "releases/manifest.json", "releases/٣.0.0/manifest.json"):  # fmt: skip
        objects.create(name, b"{}")
    look_until_still(replica)
    assert replica.versions() == [V1]


# Following


def test_the_newest_comes_first_and_those_before_it_behind(
    any_address: Address, replica: Replica, two_releases: Path
) -> None:
    publish_all(any_address, two_releases)
    assert replica.poll()
    assert (here(replica), replica.coming(), replica.versions()) == (["2.0.0"], [V1], [V2, V1])
    assert replica.waits == "releases are being brought from their store"
    look_until_still(replica)
    assert (here(replica), replica.coming(), replica.waits) == (["1.0.0", "2.0.0"], [], None)


def test_a_new_release_is_known_when_it_is_here(any_address: Address, replica: Replica, two_releases: Path) -> None:
    objects = publish_all(any_address, two_releases, 1)
    look_until_still(replica)
    publish(objects, open_release(two_releases / "releases/2.0.0"), V1)
    replica._follow()
    assert (replica.coming(), replica.versions()) == ([V2], [V1])
    look_until_still(replica)
    assert replica.versions() == [V2, V1]


def test_a_release_that_is_withdrawn_goes(any_address: Address, replica: Replica, two_releases: Path) -> None:
    objects = publish_all(any_address, two_releases)
    look_until_still(replica)
    objects.remove(["releases/2.0.0/manifest.json"])
    look_until_still(replica)
    assert (here(replica), replica.versions()) == (["1.0.0"], [V1])


def test_a_store_that_is_emptied_is_not_followed(any_address: Address, replica: Replica, two_releases: Path) -> None:
    objects = publish_all(any_address, two_releases)
    look_until_still(replica)
    objects.remove(objects.listed("releases/"))
    look_until_still(replica)
    assert here(replica) == ["1.0.0", "2.0.0"]
    assert "lists no release any more" in str(replica.trouble)


def test_what_is_said_by_hand_comes_and_goes_with_the_store(
    any_address: Address, replica: Replica, two_releases: Path
) -> None:
    objects = publish_all(any_address, two_releases, 1)
    objects.create("history.toml", b"# one")
    look_until_still(replica)
    assert (replica.home / "history.toml").read_bytes() == b"# one"
    objects.remove(["history.toml"])
    look_until_still(replica)
    assert not (replica.home / "history.toml").exists()


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["changed", "gone", "longer", "shorter"])
def test_a_release_with_a_damaged_object_is_refused_and_others_are_here(
    any_address: Address, replica: Replica, two_releases: Path, tmp_path: Path, damage: str
) -> None:
    objects = publish_all(any_address, two_releases)
    first = {file.sha256 for file in open_release(two_releases / "releases/1.0.0").manifest.files}
    own = next(
        file for file in open_release(two_releases / "releases/2.0.0").manifest.files if file.sha256 not in first
    )
    good = two_releases / "releases/2.0.0" / own.name
    content = good.read_bytes()
    objects.remove([f"files/{own.sha256}"])
    if damage != "gone":
        damaged = {"changed": b"x" + content[1:], "longer": b"x" + content, "shorter": content[:-1]}[damage]
        objects.create(f"files/{own.sha256}", damaged)
    look_until_still_but_once(replica)
    assert here(replica) == ["1.0.0"]
    assert own.sha256 in str(replica.refusal(V2))
    objects.put(f"files/{own.sha256}", good)
    look_until_still(replica)
    assert (here(replica), replica.refusal(V2)) == (["1.0.0", "2.0.0"], None)


def look_until_still_but_once(replica: Replica) -> None:
    """Look as often as there are releases, for what is refused is tried again and again where nobody waits."""
    replica.poll()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(replica_module, "monotonic", lambda: 0.0)
        replica.poll()


def test_a_file_that_was_damaged_in_the_cache_is_brought_again(
    any_address: Address, replica: Replica, two_releases: Path
) -> None:
    publish_all(any_address, two_releases)
    look_until_still(replica)
    table = replica.home / "releases/2.0.0/indicators.parquet"
    good = table.read_bytes()
    with table.open("r+b") as file:
        file.write(b"damaged!")
    with pytest.raises(ReleaseError, match=r"indicators\.parquet: sha256 is"):
        open_sound(table.parent)
    replica.doubt(V2)
    look_until_still(replica)
    assert table.read_bytes() == good
    open_sound(table.parent)


def test_a_release_is_not_read_before_its_signature_is(
    any_address: Address, two_releases: Path, tmp_path: Path, cache: Cache
) -> None:
    made = Ed25519PrivateKey.generate()
    private, public = tmp_path / "key", tmp_path / "key.pub"
    private.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    signed = open_release(Path(shutil.copytree(two_releases / "releases/2.0.0", tmp_path / "2.0.0")))
    seal(signed.folder, signed.manifest, Publication(sign=read_private_key(private).sign))
    objects = publish_all(any_address, two_releases, 1)
    other = Cache(tmp_path / "other", 1 << 30)
    assert bring_newest(any_address, other, str(public))
    (folder,) = (other.folder / "homes").glob("*/releases")
    assert versions(folder) == []
    publish(objects, signed, V1)
    assert bring_newest(any_address, other, str(public))
    assert versions(folder) == [V2]
    replica = Replica(any_address, cache, read_public_keys(public))
    look_until_still_but_once(replica)
    assert (here(replica), "is not signed" in str(replica.refusal(V1))) == (["2.0.0"], True)
    assert (replica.home / "releases/2.0.0" / SIGNATURE).read_bytes() == (signed.folder / SIGNATURE).read_bytes()
    replica.close()


# A store that fails


@pytest.mark.parametrize("fault", ["503", "403", "404", "slow", "cut"])
def test_what_is_here_stays_while_the_store_fails(
    address: Address, proxy: Proxy, cache: Cache, impatient: None, two_releases: Path, fault: str
) -> None:
    publish_all(address, two_releases, 1)
    replica = Replica(address, cache)
    look_until_still(replica)
    proxy.fault = lambda _method, _path: fault
    assert not replica.poll()
    assert (here(replica), replica.versions()) == (["1.0.0"], [V1])
    assert replica.trouble
    assert not [secret for secret in (KEY, SECRET) if secret in replica.trouble]
    proxy.fault = lambda _method, _path: None
    look_until_still(replica)
    assert replica.trouble is None
    replica.close()


def test_a_replica_that_starts_while_its_store_is_away_has_what_was_here(
    address: Address, proxy: Proxy, cache: Cache, impatient: None, two_releases: Path
) -> None:
    publish_all(address, two_releases)
    replica = Replica(address, cache)
    look_until_still(replica)
    replica.close()
    proxy.fault = lambda _method, _path: "503"
    again = Replica(address, cache)
    again.poll()
    assert again.versions() == [V2, V1]
    assert bring_newest(address, cache)
    again.close()


def test_the_newest_is_brought_once_and_then_nobody_is_asked(
    address: Address, proxy: Proxy, cache: Cache, impatient: None, two_releases: Path
) -> None:
    assert not bring_newest(address, cache)
    publish_all(address, two_releases)
    assert bring_newest(address, cache)
    (folder,) = (cache.folder / "homes").glob("*/releases")
    assert versions(folder) == [V2]
    assert content_of(folder / "2.0.0") == content_of(two_releases / "releases/2.0.0")
    proxy.asked.clear()
    assert bring_newest(address, cache)
    assert proxy.asked == []


def test_a_newest_that_cannot_be_brought_is_left_to_who_serves_it(
    address: Address, proxy: Proxy, cache: Cache, impatient: None, two_releases: Path
) -> None:
    publish_all(address, two_releases)
    proxy.fault = lambda _method, path: "503" if "2.0.0/manifest.json" in path and "prefix=" not in path else None
    assert bring_newest(address, cache)
    (folder,) = (cache.folder / "homes").glob("*/releases")
    assert versions(folder) == []
    proxy.fault = lambda _method, _path: "404"
    with pytest.raises(StoreError, match="no such bucket"):
        bring_newest(address, cache)


def test_a_list_that_is_old_loses_no_release_and_shows_none_half(
    address: Address, proxy: Proxy, cache: Cache, impatient: None, two_releases: Path
) -> None:
    objects = publish_all(address, two_releases, 1)
    replica = Replica(address, cache)
    look_until_still(replica)
    publish(objects, open_release(two_releases / "releases/2.0.0"), V1)
    look_until_still(replica)
    assert here(replica) == ["1.0.0", "2.0.0"]
    proxy.fault = lambda _method, path: "old" if "list-type" in path else None
    look_until_still(replica)
    assert replica.versions() == [V2, V1], "the list has 1.0.0 alone"
    objects.remove(["releases/2.0.0/manifest.json"])
    look_until_still(replica)
    assert replica.versions() == [V1]
    replica.close()


def test_a_release_that_is_listed_and_not_there_is_tried_again_and_not_refused(
    address: Address, proxy: Proxy, cache: Cache, impatient: None, two_releases: Path
) -> None:
    publish_all(address, two_releases)
    replica = Replica(address, cache)
    proxy.fault = lambda method, path: "404" if method == "GET" and "2.0.0/manifest.json" in path else None
    replica.poll()
    replica.poll()
    assert (here(replica), replica.refusal(V2), replica.versions()) == (["1.0.0"], None, [V1])
    replica.close()


def test_one_object_that_cannot_be_asked_for_holds_up_no_other_release(
    address: Address, proxy: Proxy, cache: Cache, impatient: None, two_releases: Path
) -> None:
    publish_all(address, two_releases)
    proxy.fault = lambda _method, path: "503" if "2.0.0/manifest.json" in path else None
    replica = Replica(address, cache)
    replica.poll()
    assert replica.trouble
    replica.poll()
    assert here(replica) == ["1.0.0"]
    replica.close()


@pytest.mark.parametrize("clock", ["past", "future"])
def test_clocks_that_differ_are_no_matter(
    address: Address, proxy: Proxy, cache: Cache, impatient: None, two_releases: Path, clock: str
) -> None:
    objects = publish_all(address, two_releases, 1)
    replica = Replica(address, cache)
    look_until_still(replica)
    proxy.fault = lambda _method, _path: clock
    publish(objects, open_release(two_releases / "releases/2.0.0"), V1)
    asked = len(proxy.asked)
    look_until_still(replica)
    assert (here(replica), replica.trouble) == (["1.0.0", "2.0.0"], None)
    assert not [path for _, path in proxy.asked[asked:] if "1.0.0" in path and "successors" not in path], "it is known"
    replica.close()


# The cache


def test_a_cache_that_is_full_gives_up_what_is_oldest_for_what_is_newest(
    any_address: Address, two_releases: Path, tmp_path: Path, impatient: None
) -> None:
    objects = publish_all(any_address, two_releases, 1)
    sizes = {file.sha256: file.bytes for file in open_release(two_releases / "releases/2.0.0").manifest.files}
    cache = Cache(tmp_path / "small", sum(sizes.values()) + 200_000)
    cache.limit = sum(sizes.values()) + 30_000
    replica = Replica(any_address, cache)
    look_until_still(replica)
    assert here(replica) == ["1.0.0"]
    publish(objects, open_release(two_releases / "releases/2.0.0"), V1)
    for _ in range(4):
        replica.poll()
    fits_both = cache.used() <= cache.limit and here(replica) == ["1.0.0", "2.0.0"]
    assert here(replica)[-1:] == ["2.0.0"]
    assert fits_both or "BAOGAO_CACHE_DISK_MB may be larger" in str(replica.refusal(V1))
    assert cache.used() <= cache.limit
    replica.close()


def test_a_release_that_never_fits_is_refused(any_address: Address, two_releases: Path, tmp_path: Path) -> None:
    publish_all(any_address, two_releases, 1)
    replica = Replica(any_address, Cache(tmp_path / "tiny", 10_000))
    look_until_still_but_once(replica)
    assert here(replica) == []
    assert "BAOGAO_CACHE_DISK_MB may be larger" in str(replica.refusal(V1))
    replica.close()


def test_a_disk_that_is_full_is_told_and_a_release_comes_when_there_is_room(
    address: Address, cache: Cache, impatient: None, two_releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica_module, "LOOK_SECONDS", 0.0)
    publish_all(address, two_releases, 1)
    replica = Replica(address, cache)
    with full_disk(100):
        replica.poll()
        assert not bring_newest_here(address, cache)
    assert replica.refusal(V1) == (
        "what is read of a store cannot be kept: File too large; BAOGAO_CACHE names another folder"
    )
    look_until_still(replica)
    assert (here(replica), replica.refusal(V1)) == (["1.0.0"], None)
    replica.close()


def bring_newest_here(address: Address, cache: Cache) -> bool:
    """Whether the newest release is here, once it was to be brought."""
    assert bring_newest(address, cache)
    (folder,) = (cache.folder / "homes").glob("*/releases")
    return bool(versions(folder))


def test_what_nobody_uses_goes_oldest_first_and_what_is_used_stays(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1 << 20)
    homes = {}
    for number, name in enumerate(("old", "new", "used")):
        home, lock = cache.use(Address(f"s3://bucket/{name}"), "serve")
        (home / "file").write_bytes(bytes(300_000))
        os.utime(home / ".in-use", (number, number))
        homes[name] = home
        if name != "used":
            os.close(lock)
    cache.make_room(300_000)
    assert [name for name, home in homes.items() if home.exists()] == ["new", "used"]
    with pytest.raises(CacheFullError):
        cache.make_room(900_000)
    assert [name for name, home in homes.items() if home.exists()] == ["used"]


def test_a_part_that_somebody_writes_stays_and_one_that_was_left_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1000)
    parts = cache._reserved([Wanted("0" * 64, 400)])
    (written, _) = parts[Wanted("0" * 64, 400)]
    left = tmp_path / "files/.part-left"
    left.write_bytes(bytes(400))
    cache.make_room(500)
    assert (written.exists(), left.exists()) == (True, False)


def test_a_home_is_kept_to_one_command(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1000)
    _, lock = cache.use(Address("s3://bucket/a"), "work", alone=True)
    with pytest.raises(Exception, match="another command works on its copy of s3://bucket/a"):
        cache.use(Address("s3://bucket/a/"), "work", alone=True)
    os.close(lock)
    assert home_of("s3://bucket/a") == Address("s3://bucket/a")
