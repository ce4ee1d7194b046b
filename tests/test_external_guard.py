"""Which URLs and addresses may be asked: one table each."""

from ipaddress import ip_network

import pytest

from pipeline.external.guard import Guard, address_fault, host_fault, url_fault

STRICT = Guard()

ALLOWED = (
    "8.8.8.8",
    "1.1.1.1",
    "193.213.112.4",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450:400f:80a::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
)
#: address -> what the message must say
REFUSED = {
    "0.0.0.0": "no address of a host",
    "0.1.2.3": "private",
    "10.0.0.1": "private",
    "100.64.0.1": "private",
    "127.0.0.1": "this machine",
    "127.255.0.9": "this machine",
    "169.254.169.254": "link-local",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.8": "",
    "192.0.2.1": "private",
    "192.88.99.1": "reserved",
    "192.168.1.1": "private",
    "198.18.0.1": "private",
    "198.51.100.1": "private",
    "203.0.113.1": "private",
    "224.0.0.1": "multicast",
    "239.1.2.3": "multicast",
    "240.0.0.1": "private",
    "255.255.255.255": "private",
    "::": "no address of a host",
    "::1": "this machine",
    "::7f00:1": "reserved",
    "100::1": "private",
    "64:ff9b:1::a00:1": "",
    "2001:db8::1": "private",
    "2001:2::1": "private",
    "3fff::1": "",
    "5f00::1": "",
    "fc00::1": "private",
    "fd12:3456::1": "private",
    "fe80::1": "link-local",
    "fe80::1%eth0": "network interface",
    "2606:4700::1%lo": "network interface",
    "fec0::1": "",
    "ff02::1": "multicast",
    # IPv4 within IPv6
    "::ffff:127.0.0.1": "stands for `127.0.0.1`",
    "::ffff:10.1.2.3": "stands for `10.1.2.3`",
    "::ffff:a9fe:a9fe": "stands for `169.254.169.254`",
    "64:ff9b::7f00:1": "stands for `127.0.0.1`",
    "64:ff9b::a9fe:a9fe": "stands for `169.254.169.254`",
    "2002:7f00:1::": "stands for `127.0.0.1`",
    "2002:c0a8:101::1": "stands for `192.168.1.1`",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": "",
    "2606:4700::5efe:a00:1": "stands for `10.0.0.1`",
    "2606:4700::200:5efe:7f00:1": "stands for `127.0.0.1`",
    "no address": "is no address",
}
#: URL -> what the message must say
URLS = {
    "ftp://example.org/": "`ftp:` is no scheme",
    "file:///etc/passwd": "`file:` is no scheme",
    "gopher://example.org/": "`gopher:`",
    "javascript:alert(1)": "`javascript:`",
    "//example.org/": "`:` is no scheme",
    "http:///path": "names no host",
    "http://[::1": "is no URL",
    "http://example.org:99999/": "is no URL",
    "http://anna@example.org/": "user name",
    "http://anna:secret@example.org/": "user name",
    "http://:secret@example.org/": "user name",
    "http://example.org:22/": "port 22 is not one of 80, 443",
    "https://example.org:8443/": "port 8443",
    "http://example.org:0/": "port 0",
    "http://127.0.0.1/": "this machine",
    "http://[::1]/": "this machine",
    "http://[::ffff:127.0.0.1]/": "this machine",
    "http://[fe80::1%25eth0]/": "",
    "http://[64:ff9b::10.0.0.1]/": "stands for `10.0.0.1`",
    "http://127.1/": "is not how an address is written",
    "http://2130706433/": "is not how an address is written",
    "http://0x7f.0.0.1/": "is not how an address is written",
    "http://0x7f000001/": "is not how an address is written",
    "http://017700000001/": "is not how an address is written",
    "http://0/": "is not how an address is written",
    "http://127.0.0.1./": "is not how an address is written",
    "http://127.0.0.01/": "is not how an address is written",
    "http://8.8.8/": "is not how an address is written",
    "http://１２７.0.0.1/": "is not in ASCII",
    "http://blåbær.example/": "is not in ASCII",
}


@pytest.mark.parametrize("address", ALLOWED)
def test_allowed(address: str) -> None:
    assert address_fault(address, STRICT) == ""


@pytest.mark.parametrize("address", REFUSED)
def test_refused(address: str) -> None:
    fault = address_fault(address, STRICT)
    assert fault.startswith(f"`{address}` is ")
    assert REFUSED[address] in fault


@pytest.mark.parametrize("url", URLS)
def test_refused_url(url: str) -> None:
    fault = url_fault(url, STRICT)
    assert fault
    assert URLS[url] in fault


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://example.org:443/?x#y",
        "https://example.org:80/",
        "http://8.8.8.8/",
        "http://[2606:4700:4700::1111]/",
        "http://xn--blbr-roah.example/",
        "http://1.example.org/",
        "http://123.example/",
        "http://example.org/@anna:x",
    ],
)
def test_allowed_url(url: str) -> None:
    assert url_fault(url, STRICT) == ""


def test_further_ports() -> None:
    assert url_fault("https://example.org:8443/", Guard(ports=frozenset((443, 8443)))) == ""
    assert "port 80 " in url_fault("http://example.org/", Guard(ports=frozenset((443,))))


def test_what_a_test_permits_is_exact() -> None:
    """One address of this machine does not open the others, nor what wraps it."""
    guard = Guard(permitted=(ip_network("127.0.0.2/32"),))
    assert host_fault("127.0.0.2", guard) == ""
    for address in ("127.0.0.1", "127.0.0.3", "::1", "::ffff:127.0.0.2", "10.0.0.1"):
        assert host_fault(address, guard), address


def test_every_special_address_is_refused_by_this_python() -> None:
    """The first and the last of each block of IANA's two registries that is not global."""
    blocks = (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12"
        " 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24"
        " 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 ::1/128 ::/128 ::ffff:0:0/128 64:ff9b:1::/48"
        " 100::/64 100:0:0:1::/64 2001::/23 2001:db8::/32 2002::/24 3fff::/20 5f00::/16 fc00::/7"
        " fe80::/10 fec0::/10 ff00::/8"
    ).split()
    for block in map(ip_network, blocks):
        for address in (block[0], block[-1]):
            assert address_fault(str(address), STRICT), address
