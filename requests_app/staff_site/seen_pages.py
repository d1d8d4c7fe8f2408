"""The viewer of a file with pages: some of them as pictures, the others one step away."""

from dataclasses import dataclass, field

from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.page_pictures import DRAWN, PagePicture, pages_of
from requests_app.domain.sheets.limited import Unreadable
from requests_app.staff_site.paging import number_of

PAGES_AT_ONCE = 12


@dataclass(frozen=True)
class Stretch:
    """Pages that are shown together. number: as in the address."""

    number: int
    pages: list[PagePicture]
    is_here: bool

    @property
    def words(self) -> str:
        """ "13–24"."""
        first, last = self.pages[0].number, self.pages[-1].number
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True)
class SeenPages:
    """What is seen of a file's pages at an `address`, of how many; or why there are none."""

    address: str
    stretches: list[Stretch] = field(default_factory=list)
    of: int = 0
    refusal: str = ""

    @property
    def pages(self) -> list[PagePicture]:
        return next((one.pages for one in self.stretches if one.is_here), [])

    @property
    def drawn(self) -> int:
        """How many pages can be seen at all."""
        return sum(len(one.pages) for one in self.stretches)


def seen_pages(attachment: Attachment, number: str | None, *, address: str) -> SeenPages | None:
    """The pages of a file, `PAGES_AT_ONCE` together; `number` of the stretch as typed in the
    address: anything odd is the first, anything beyond the last. `address`: of the page that shows
    them. None for a file of a kind without pages."""
    if attachment.content_kind not in DRAWN:
        return None
    try:
        pages = pages_of(attachment)
    except Unreadable as refusal:
        return SeenPages(address, refusal=str(refusal))
    starts = range(0, len(pages.drawn), PAGES_AT_ONCE)
    here = min(number_of(number), len(starts))
    stretches = [
        Stretch(count, pages.drawn[start : start + PAGES_AT_ONCE], count == here)
        for count, start in enumerate(starts, 1)
    ]
    return SeenPages(address, stretches, pages.of)
