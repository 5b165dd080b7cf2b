"""Only what a trusted builder signed passes; the signature is one that OpenSSL makes and checks."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from datasets.errors import KeyFileError
from datasets.releases.build import build
from datasets.releases.integrity.inspection import damaged_files
from datasets.releases.integrity.signing import TrustedKey, read_private_key, read_public_keys
from datasets.releases.publishing import Publication
from datasets.releases.release import MANIFEST, SUMS, Release, open_release, sums
from tests.homes import add_report


def private_pem(key: Ed25519PrivateKey, password: bytes = b"") -> bytes:
    locked = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)


def public_pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def trusted(key: Ed25519PrivateKey) -> TrustedKey:
    return TrustedKey(key.public_key())


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def signed(tmp_path: Path, key: Ed25519PrivateKey) -> Release:
    return build(add_report(tmp_path / "home"), publication=Publication(sign=key.sign)).release


def test_a_signed_release_is_good_to_those_who_trust_the_key(signed: Release, key: Ed25519PrivateKey) -> None:
    assert sorted(signed.beside_manifest) == ["SHA256SUMS", "SHA256SUMS.sig", "manifest.json"]
    assert list(damaged_files(signed, [trusted(key)])) == []
    other = trusted(Ed25519PrivateKey.generate())
    assert list(damaged_files(signed, [other, trusted(key)])) == []
    assert list(damaged_files(signed, [other])) == ["SHA256SUMS.sig: none of the trusted keys made it"]
    assert list(damaged_files(signed)) == []  # whoever trusts no key asks for none


def test_a_change_that_is_also_made_in_manifest_and_checksums_is_found_by_the_signature_alone(
    signed: Release, key: Ed25519PrivateKey
) -> None:
    file = signed.folder / "texts/211102-2024.txt"
    file.write_text(file.read_text("utf-8").replace("155.5", "955.5"), "utf-8")
    (listed,) = (one for one in signed.manifest.files if one.name.endswith(".txt"))
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    manifest = signed.folder / MANIFEST
    manifest.write_text(manifest.read_text().replace(listed.sha256, found))
    forged = open_release(signed.folder)
    assert list(damaged_files(forged)) == [
        "SHA256SUMS: does not list the files and checksums of the manifest, and that of manifest.json"
    ]
    (signed.folder / SUMS).write_bytes(sums(signed.folder, forged.manifest))
    assert list(damaged_files(forged)) == []
    assert list(damaged_files(forged, [trusted(key)])) == ["SHA256SUMS.sig: none of the trusted keys made it"]


def test_an_unsigned_release_is_told_so(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    release = build(add_report(tmp_path)).release
    assert list(damaged_files(release, [trusted(key)])) == [
        "SHA256SUMS.sig: the release is not signed: SHA256SUMS.sig: No such file or directory"
    ]


def test_openssl_makes_and_checks_the_same_signature(tmp_path: Path, signed: Release, key: Ed25519PrivateKey) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    (tmp_path / "key.pem").write_bytes(private_pem(key))
    (tmp_path / "key.pub").write_bytes(public_pem(key))
    summed, made = signed.folder / SUMS, tmp_path / "made.sig"
    openssl = ["/usr/bin/env", "openssl", "pkeyutl", "-rawin", "-in", summed]
    subprocess.run([*openssl, "-sign", "-inkey", tmp_path / "key.pem", "-out", made], check=True)
    assert made.read_bytes() == (signed.folder / "SHA256SUMS.sig").read_bytes()  # Ed25519 is deterministic
    checking = [*openssl, "-verify", "-pubin", "-inkey", tmp_path / "key.pub", "-sigfile", made]
    subprocess.run(checking, check=True, capture_output=True)
    (read,) = read_public_keys(tmp_path / "key.pub")
    assert read.has_signed(summed.read_bytes(), made.read_bytes())


def test_several_keys_may_be_trusted_while_one_takes_over_from_another(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    other = Ed25519PrivateKey.generate()
    (tmp_path / "keys.pem").write_bytes(public_pem(other) + b"\n" + public_pem(key))
    first, second = read_public_keys(tmp_path / "keys.pem")
    assert first.has_signed(b"x", other.sign(b"x"))
    assert second.has_signed(b"x", key.sign(b"x"))
    assert not any(one.has_signed(b"x", Ed25519PrivateKey.generate().sign(b"x")) for one in (first, second))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no private key"),
        (b"secret", "holds no private key"),
        (private_pem(Ed25519PrivateKey.generate(), b"password"), "is encrypted; sign with openssl instead"),
        (
            generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "is not an Ed25519 key",
        ),
        (public_pem(Ed25519PrivateKey.generate()), "holds no private key"),
    ],
    ids=["empty", "text", "encrypted", "another kind", "public"],
)
def test_a_file_that_cannot_sign_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "key.pem").write_bytes(content)
    with pytest.raises(KeyFileError, match=message):
        read_private_key(tmp_path / "key.pem")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        private_pem(Ed25519PrivateKey.generate()),
        generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    ],
    ids=["empty", "no key", "private", "another kind"],
)
def test_a_file_without_public_keys_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys.pem").write_bytes(content)
    with pytest.raises(KeyFileError, match="expected Ed25519 public keys in PEM"):
        read_public_keys(tmp_path / "keys.pem")


def test_a_key_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for read in (read_private_key, read_public_keys):
        with pytest.raises(KeyFileError, match=r"none\.pem: No such file or directory"):
            read(tmp_path / "none.pem")
