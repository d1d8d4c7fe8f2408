"""The product's first real content: the directory, the measures, what others have printed, and
the bill that is on its way."""

from datetime import datetime
from pathlib import Path

from requests_app.domain.agencies.importer import content_of, import_agencies
from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.published_figures import import_published_figures
from requests_app.domain.statute_book.models import LawVersion
from requests_app.domain.statute_book.operations import VersionDetails, enter_version

DATA = Path(__file__).resolve().parents[2] / "data"
AGENCIES_FILE = DATA / "agencies.csv"
PUBLISHED_FIGURES_FILE = DATA / "published_figures.csv"
# What became of it is for staff to find out; until a lead enacts it, it moves nothing.
AB_1821 = VersionDetails(
    law="cpra",
    act="AB 1821 of 2026",
    citation="Gov. Code § 7922.535(a), as AB 1821 would amend it",
    days=10,
    unit="working",
    extension_days=14,
    extension_citation="Gov. Code § 7922.535(b), as AB 1821 would amend it",
    source="https://leginfo.legislature.ca.gov/faces/billNavClient.xhtml?bill_id=202520260AB1821",
    note="Business days for both periods; also rules on how a request is submitted, and fees. "
    "It was still being amended in the Senate in July 2026 and its fate is not confirmed here: "
    "look at its source before putting it in force or dropping it.",
)


def load_starting_content(*, at: datetime) -> bool:
    """Loads directory, published claims and pending law into an installation that has none.

    Returns whether anything was loaded. An installation that has an agency keeps what it has:
    staff may have corrected it.
    """
    loaded = False
    ensure_measures()
    if not Agency.objects.exists():
        import_agencies(content=content_of(AGENCIES_FILE), name=AGENCIES_FILE.name, by=None, at=at)
        loaded = True
    # An installation from before quotes were kept has the claims without them.
    claims = Figure.objects.filter(release__is_quoted_claim=True)
    if not (claims.exists() and Quote.objects.exists()):
        import_published_figures(path=PUBLISHED_FIGURES_FILE, by=None, at=at)
        loaded = True
    if not LawVersion.objects.exists():
        enter_version(details=AB_1821, by=None, at=at)
        loaded = True
    return loaded
