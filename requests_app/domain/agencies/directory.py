"""Finding an agency: the one answer to "which agency is meant by this text?"."""

from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.names import folded


class AgencyNotFound(LookupError):
    """No agency, or more than one, answers to the text."""


def find_agency(text: str, *, county: str = "") -> Agency:
    """The agency with this ORI, else this name, else this alias (in `county`, if given).

    Raises `AgencyNotFound` when none fits or when several do: a person has to choose.
    """
    by_ori = Agency.objects.filter(oris__code=text.strip().upper()).first()
    if by_ori:
        return by_ori
    name = folded(text)
    candidates = Agency.objects.filter(county=county) if county else Agency.objects.all()
    for found in (
        candidates.filter(folded_name=name),
        candidates.filter(aliases__folded_name=name).distinct(),
    ):
        matches = list(found[:2])
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise AgencyNotFound(f"“{text}” is the name of more than one agency: use its ORI.")
    raise AgencyNotFound(f"No agency in the directory is called “{text}”, and no ORI is.")


class AgencyIndex:
    """The same answer for many names at the price of three queries; built once per import."""

    def __init__(self) -> None:
        self._by_ori: dict[str, Agency] = {}
        self._by_name: dict[str, list[Agency]] = {}
        self._by_alias: dict[str, list[Agency]] = {}
        for agency in Agency.objects.prefetch_related("oris", "aliases"):
            self._by_name.setdefault(agency.folded_name, []).append(agency)
            for ori in agency.oris.all():
                self._by_ori[ori.code] = agency
            for alias in agency.aliases.all():
                self._by_alias.setdefault(alias.folded_name, []).append(agency)

    def find(self, *, name: str = "", ori: str = "", county: str = "") -> Agency | None:
        """The one agency with this ORI, else name, else alias; None when none or several fit."""
        if ori and ori.strip().upper() in self._by_ori:
            return self._by_ori[ori.strip().upper()]
        key = folded(name)
        for index in (self._by_name, self._by_alias):
            matches = [a for a in index.get(key, []) if not county or a.county == county]
            if len(matches) == 1:
                return matches[0]
        return None
