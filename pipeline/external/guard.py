"""a URL, or an address that its host resolves to -> allowed, or why not.

What is no unicast address of the global internet is refused (IANA's special-purpose registries, as
the standard library knows them), also where it is wrapped into an IPv6 address. The writer of a
link must not be able to make this machine ask its own network.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import NamedTuple
from urllib.parse import urlsplit

PORTS = frozenset((80, 443))
SCHEMES = {"http": 80, "https": 443}
#: RFC 6052, section 2.1: an IPv4 address in the last 32 bits.
NAT64 = ip_network("64:ff9b::/96")
#: RFC 4291, section 2.4, as far as IANA hands it out.
GLOBAL = ip_network("2000::/3")
#: IANA's registries of special addresses, where a Python that is still in use does not know them.
SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20")))
#: RFC 5214, section 6.1: the last 64 bits of an ISATAP address begin so, whatever the network.
ISATAP = (0x00005EFE, 0x02005EFE)
LOOPBACK: tuple[IPv4Network | IPv6Network, ...] = (
    ip_network("127.0.0.0/8"),
    ip_network("::1/128"),
)
#: Forms that `inet_aton` takes for IPv4 addresses: `127.1`, `0x7f000001`, `017700000001`.
NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)

Network = IPv4Network | IPv6Network
AnyAddress = IPv4Address | IPv6Address


class Guard(NamedTuple):
    """What may be asked beside the global internet: `permitted` is for tests on this machine."""

    ports: frozenset[int] = PORTS
    permitted: tuple[Network, ...] = ()


def url_fault(url: str, guard: Guard) -> str:
    """Why a URL must not be asked; empty where nothing in the URL itself speaks against it.

    The host is in ASCII, as it will be looked up.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "it is no URL"
    if parts.scheme not in SCHEMES:
        return f"`{parts.scheme}:` is no scheme that is asked"
    if parts.username is not None or parts.password is not None:
        return "it carries a user name or password"
    if not host:
        return "it names no host"
    if not host.isascii():
        return f"`{host}` is not in ASCII"
    if port is None:
        port = SCHEMES[parts.scheme]
    if port not in guard.ports:
        return f"port {port} is not one of {', '.join(map(str, sorted(guard.ports)))}"
    return host_fault(host, guard)


def host_fault(host: str, guard: Guard) -> str:
    """The same of a host that is an address; a name is looked up first."""
    try:
        ip_address(host)
    except ValueError:
        # A blank zone, a zone at all, or digits that only some libraries take for an address.
        if ":" in host or NUMERIC.fullmatch(host):
            return f"`{host}` is not how an address is written"
        return ""
    return address_fault(host, guard)


def address_fault(text: str, guard: Guard) -> str:
    """Why an address must not be connected to; empty when it may."""
    try:
        address = ip_address(text)
    except ValueError:
        return f"`{text}` is no address"
    if any(address in network for network in guard.permitted):
        return ""
    for each in (address, *inner(address)):
        if kind := kind_of(each):
            inside = "" if each == address else f", and stands for `{each}`"
            return f"`{text}` is {kind}{inside}"
    return ""


def inner(address: AnyAddress) -> Iterator[AnyAddress]:
    """The IPv4 addresses that a packet to an IPv6 address may reach in the end."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address in NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


#: The first that holds names the address; order matters, as loopback is private too.
KINDS: Sequence[tuple[str, Callable[[AnyAddress], bool]]] = (
    ("no address of a host", lambda each: each.is_unspecified),
    ("this machine's own address", lambda each: each.is_loopback),
    ("a link-local address", lambda each: each.is_link_local),
    ("a multicast address", lambda each: each.is_multicast),
)


def kind_of(address: AnyAddress) -> str:
    """What an address is that is no global unicast address; empty for one that is."""
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return "an address of one network interface"
        # Wrapped addresses are judged by what they wrap, and NAT64 is as global as that.
        if address.ipv4_mapped is not None or address in NAT64:
            return ""
    for kind, holds in KINDS:
        if holds(address):
            return kind
    outside = isinstance(address, IPv6Address) and address not in GLOBAL
    if outside or address.is_reserved or any(address in network for network in SPECIAL):
        return "a private address" if address.is_private else "a reserved address"
    return "" if address.is_global else "a private address"
