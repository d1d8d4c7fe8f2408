"""Whose request it is: the visitor's address, also behind proxies."""

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NETWORK_OF_ONE = 64  # bits: what a provider gives to one household


class RealAddress:
    """Middleware. Behind `PROXY_COUNT` proxies of ours REMOTE_ADDR becomes the address that the
    first of them saw; whatever a visitor wrote into X-Forwarded-For stands further left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PROXY_COUNT:
            passed = request.headers.get("X-Forwarded-For", "").split(",")[-settings.PROXY_COUNT :]
            if len(passed) == settings.PROXY_COUNT and (address := _address(passed[0])):
                request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def _address(text: str) -> str:
    """As it is written usually; "" for what is none. A socket that takes both kinds writes an IPv4
    address as ::ffff:192.0.2.1, and so a proxy may as well; one of the own network has the name of
    the card behind it (fe80::1%eth0), which no database takes."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def address_of(request: HttpRequest) -> str:
    """The address that the request came from; "" where the web server tells none (a unix
    socket)."""
    return _address(request.META.get("REMOTE_ADDR", ""))


def household_of(request: HttpRequest) -> str:
    """What is counted as one visitor: an IPv4 address, the network of an IPv6 address; "" where
    the web server tells none."""
    text = address_of(request)
    if not text:
        return ""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> NETWORK_OF_ONE << NETWORK_OF_ONE))
    return text
