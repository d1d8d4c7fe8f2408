"""The product's first real content: the directory, the measures, what others have printed."""

from datetime import datetime
from pathlib import Path

from requests_app.domain.agencies.importer import import_agencies
from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.published_figures import import_published_figures

DATA = Path(__file__).resolve().parents[2] / "data"
AGENCIES_FILE = DATA / "agencies.csv"
PUBLISHED_FIGURES_FILE = DATA / "published_figures.csv"


def load_starting_content(*, at: datetime) -> bool:
    """Loads directory and published claims into an installation that has none.

    Returns whether anything was loaded. An installation that has an agency keeps what it has:
    staff may have corrected it.
    """
    loaded = False
    ensure_measures()
    if not Agency.objects.exists():
        import_agencies(path=AGENCIES_FILE, by=None, at=at)
        loaded = True
    if not Figure.objects.filter(release__is_quoted_claim=True).exists():
        import_published_figures(path=PUBLISHED_FIGURES_FILE, by=None, at=at)
        loaded = True
    return loaded
