"""Headers that every answer carries, and that Django has no setting for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# What a browser could lend to a page: ours ask for none of it, and neither may what they show.
UNUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
# Passkeys are made and used by our own pages.
OURS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join(
    [*(f"{name}=()" for name in UNUSED), *(f"{name}=(self)" for name in OURS)]
)
SAME_ORIGIN = "same-origin"


class MoreHeaders:
    """Middleware. `Cross-Origin-Resource-Policy` keeps pages, files and pictures out of other
    sites' pages; a view may say otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", SAME_ORIGIN)
        return response
