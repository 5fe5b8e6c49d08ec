"""The auditor goes to the open internet and to the loopback addresses it was given, and nowhere else."""

import asyncio
from ipaddress import ip_address

import pytest

from localoffer.auditor.network.guard import Guard, RefusedError, is_global, is_on_the_open_internet


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::",
        "2002:c0a8:1::1", "2001:0:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_of_a_closed_network_is_not_of_the_open_internet(address):
    assert not is_global(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_one(address):
    assert is_global(ip_address(address))


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("fe80::1%eth0", False),
        ("0x7f.1", False),
        ("64:ff9b:1::808:808", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_an_address_as_text_is_judged_by_what_it_stands_for(address, is_open):
    assert is_on_the_open_internet(address) is is_open


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "only http"),
        ("ftp://town.example/", "only http"),
        ("https://user:secret@town.example/", "name or password"),
        ("https://user@town.example/", "name or password"),
        ("https://town.example:8443/", "ports"),
        ("http://127.0.0.1/", "open internet"),
        ("http://[::1]/", "open internet"),
        ("http://[::ffff:10.0.0.1]/", "open internet"),
        ("http:///nowhere", "no host"),
        ("http://town.example:port/", "well formed"),
        ("http://town.example\\@127.0.0.1/", "name or password"),
    ],
)
def test_an_address_that_nobody_should_ask_for_is_refused_with_the_reason(url, why):
    with pytest.raises(RefusedError, match=why):
        Guard().check_url(url)


@pytest.mark.parametrize(
    "host", ["localhost", "town.localhost", "127.0.0.1", "2130706433", "0x7f.1", "127.1"]
)
def test_a_name_for_this_machine_is_refused_however_it_is_written(host):
    with pytest.raises(RefusedError, match="open internet"):
        asyncio.run(Guard().addresses(host, 80))


def test_a_named_loopback_address_may_be_asked_at_its_port_and_no_other():
    guard = Guard(["town.localhost:8123"])

    assert asyncio.run(guard.addresses("town.localhost", 8123)) == ["127.0.0.1"]
    with pytest.raises(RefusedError):
        asyncio.run(guard.addresses("town.localhost", 80))
    with pytest.raises(RefusedError):
        asyncio.run(guard.addresses("other.localhost", 8123))


def test_an_address_of_another_network_cannot_be_allowed():
    with pytest.raises(RefusedError, match="this machine"):
        asyncio.run(Guard(["10.0.0.1:80"]).addresses("10.0.0.1", 80))


@pytest.mark.parametrize("entry", ["town.localhost", ":80", "town.localhost:", "town.localhost:0", "x:99999"])
def test_what_is_no_host_and_port_cannot_be_allowed(entry):
    with pytest.raises(ValueError, match="HOST:PORT"):
        Guard([entry])
