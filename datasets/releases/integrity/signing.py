"""Signatures of releases: Ed25519 (RFC 8032) over `SHA256SUMS`, 64 raw bytes, with keys in PEM files.

OpenSSL makes and checks the same: `openssl pkeyutl -sign|-verify -rawin -in SHA256SUMS ...`.
"""

from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from msgspec import Struct

from datasets.errors import KeyFileError
from datasets.files import read_named

END = b"-----END PUBLIC KEY-----"
LARGEST = 1 << 20  # bytes of a file of keys


class TrustedKey(Struct, frozen=True):
    """A key whose signatures are trusted."""

    key: Ed25519PublicKey

    def has_signed(self, content: bytes, signature: bytes) -> bool:
        """Whether the signature is one of the content by this key."""
        try:
            self.key.verify(signature, content)
        except InvalidSignature:
            return False
        return True


def read_private_key(file: Path) -> Ed25519PrivateKey:
    """The key a builder signs with. Raises KeyFileError when the file holds none."""
    try:
        key = load_pem_private_key(read_named(file, LARGEST), password=None)
    except OSError as error:
        raise KeyFileError(f"{file}: {error.strerror or error}") from error
    except TypeError:
        raise KeyFileError(f"{file}: is encrypted; sign with openssl instead, see docs/releases.md") from None
    except (ValueError, UnsupportedAlgorithm):
        raise KeyFileError(f"{file}: holds no private key; expected a PEM file (openssl genpkey)") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{file}: is not an Ed25519 key; make one with openssl genpkey -algorithm ed25519")
    return key


def read_public_keys(file: Path) -> tuple[TrustedKey, ...]:
    """The keys that are trusted: all of a PEM file, so that an old and a new one can be. Raises KeyFileError."""
    try:
        parts = [part + END for part in read_named(file, LARGEST).split(END)[:-1]]
        keys = [load_pem_public_key(part.strip()) for part in parts]
    except OSError as error:
        raise KeyFileError(f"{file}: {error.strerror or error}") from error
    except (ValueError, UnsupportedAlgorithm):
        keys = []
    trusted = tuple(TrustedKey(key) for key in keys if isinstance(key, Ed25519PublicKey))
    if not trusted or len(trusted) < len(keys):
        raise KeyFileError(f"{file}: expected Ed25519 public keys in PEM (openssl pkey -pubout), and only such")
    return trusted
