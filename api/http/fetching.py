"""A page or a file at an address on the web: one at a time, within so many seconds and bytes.

An address may be given by a stranger (in a table, by a redirection), so it must not reach what only this machine can.
A name is resolved once, its addresses are checked, and the connection goes to the address that was checked: a name
that resolves otherwise a moment later changes nothing (DNS rebinding). Redirections are checked the same way.
"""

import asyncio
import ipaddress
import socket
import zlib

import httpx

from datasets.errors import SourceError

SECONDS = 60.0  # for all of it: name, connection, redirections, content
REDIRECTIONS = 5
CONNECT, READ = 10.0, 20.0  # seconds
UNICAST = ipaddress.ip_network("2000::/3")  # of which all addresses of the public IPv6 are (RFC 4291, 2.4)
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # has an IPv4 address in its last 32 bits (RFC 6052)
HEADERS = {"User-Agent": "baogao", "Accept": "text/html, */*;q=0.5", "Accept-Encoding": "identity, gzip"}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Checked(httpx.AsyncBaseTransport):
    """Connects to public addresses only, unless private ones are allowed; to the very address that was checked."""

    def __init__(self, *, private: bool) -> None:
        self.private = private
        self.inner = httpx.AsyncHTTPTransport(retries=0)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in ("http", "https"):
            raise SourceError(f"{url}: only http and https addresses are read")
        address = await self.address_of(url)
        request.extensions["sni_hostname"] = url.host  # the certificate must be that of the name
        request.url = url.copy_with(host=str(address))
        try:
            return await self.inner.handle_async_request(request)
        finally:
            request.url = url  # which redirections are relative to

    async def address_of(self, url: httpx.URL) -> Address:
        """The first address of a host. Raises SourceError when any of its addresses is none of the public web."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(url.host, url.port or 0, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise SourceError(f"{url}: there is no host {url.host!r}") from None
        addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
        if not self.private and (inner := next((one for one in addresses if not is_public(one)), None)):
            raise SourceError(
                f"{url}: {url.host} is {inner}, an address of a private network; --allow-private-addresses reads such"
            )
        return addresses[0]

    async def aclose(self) -> None:
        await self.inner.aclose()


def is_public(address: Address) -> bool:
    """Whether an address is one of the public web, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped:
            return is_public(wrapped)
        if address not in UNICAST:
            return False
    return address.is_global and not address.is_multicast


def fetch(address: str, *, largest: int, private: bool = False) -> bytes:
    """The content at an address, of so many bytes at most. Raises SourceError when it cannot be had, and says why."""
    try:
        return asyncio.run(fetched(address, largest, private=private))
    except TimeoutError:
        raise SourceError(f"{address}: took more than {SECONDS:.0f} seconds") from None
    except httpx.TooManyRedirects:
        raise SourceError(f"{address}: is redirected more than {REDIRECTIONS} times") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise SourceError(f"{address}: cannot be reached: {error or type(error).__name__}") from None


async def fetched(address: str, largest: int, *, private: bool) -> bytes:
    """The content at an address, within the time for it."""
    limits = httpx.Timeout(READ, connect=CONNECT)
    async with (
        asyncio.timeout(SECONDS),
        httpx.AsyncClient(
            transport=Checked(private=private), timeout=limits, headers=HEADERS, trust_env=False,
            follow_redirects=True, max_redirects=REDIRECTIONS,
        ) as client,
        client.stream("GET", address) as response,
    ):  # fmt: skip
        if response.status_code != httpx.codes.OK:
            raise SourceError(f"{address}: answers {response.status_code} {response.reason_phrase}")
        content = bytearray()
        async for chunk in response.aiter_raw():
            content += chunk
            refuse_large(len(content), largest, address)
        return unpacked(bytes(content), response.headers.get("Content-Encoding", ""), largest, address)


def refuse_large(size: int, largest: int, address: str) -> None:
    """Raise SourceError for more bytes than a report has."""
    if size > largest:
        raise SourceError(f"{address}: has more than {largest >> 20} MB")


def unpacked(content: bytes, encoding: str, largest: int, address: str) -> bytes:
    """Content as it was before it was packed to be sent. Raises SourceError for more than a report has."""
    if encoding.lower() in ("identity", ""):
        return content
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise SourceError(f"{address}: is sent packed as {encoding}, which was not asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(content, largest + 1)
    except zlib.error as error:
        raise SourceError(f"{address}: is sent packed, and cannot be unpacked: {error}") from None
    refuse_large(len(plain), largest, address)
    if not unpacker.eof:
        raise SourceError(f"{address}: is sent packed, and ends too soon")
    return plain
