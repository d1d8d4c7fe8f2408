"""Which agency a mail may come from or go to: by address, by web site, by name. Proposals only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q
from rapidfuzz import fuzz, process

from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.agencies.names import folded
from requests_app.domain.request_log.mail_reading import MailRead
from requests_app.domain.request_log.mail_text import own_words

# Hosts that send for anybody: the part before the @ says nothing of an agency, nor does the host.
SHARED_HOSTS = frozenset({
    "gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "aol.com", "icloud.com", "proton.me",
    "protonmail.com", "nextrequest.com", "govqa.us", "govqa.net", "mycusthelp.net",
    "mycusthelp.com", "justfoia.com", "muckrock.com", "requests.muckrock.com", "ca.gov",
})  # fmt: skip
MOST = 5
_SIGNATURE_LINES = 12
_ALIKE_ENOUGH = 92  # of 100
_LINK = re.compile(r"https?://([\w.-]{4,100})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AgencyProposal:
    """is_sure: the address or the whole name is one agency's; the others are only suggested."""

    agency: Agency
    why: str
    is_sure: bool


def propose_agencies(mail: MailRead, *, is_ours: bool) -> list[AgencyProposal]:
    """Agencies that the other side of the mail may be, likeliest first, each once.

    is_ours: we wrote it, so the other side is who it went to.
    """
    other_side = mail.recipients if is_ours else (mail.sender,)
    whose = "recipient's" if is_ours else "sender's"
    found: dict[int, AgencyProposal] = {}
    for proposals in (
        _by_address(other_side, whose),
        _by_domain(other_side, whose),
        _by_portal(mail),
        _by_name(mail, is_ours=is_ours),
    ):
        for proposal in proposals:
            found.setdefault(proposal.agency.pk, proposal)
    if not found:
        return _by_likeness(mail)[:MOST]
    return sorted(found.values(), key=lambda one: not one.is_sure)[:MOST]


def the_one(proposals: list[AgencyProposal]) -> AgencyProposal | None:
    """The proposal to fill a form with: the only sure one."""
    sure = [one for one in proposals if one.is_sure]
    return sure[0] if len(sure) == 1 else None


def host_of(address: str) -> str:
    """The host of an e-mail or web address, without "www."; "" where there is none."""
    try:
        host = urlsplit(address).hostname if "//" in address else address.rpartition("@")[2]
    except ValueError:
        return ""
    return (host or "").lower().removeprefix("www.")


def _by_address(addresses: Iterable[str], whose: str) -> list[AgencyProposal]:
    wanted = Q(pk__in=[])
    for address in addresses:
        if "@" in address:
            wanted |= Q(value__iexact=address)
    contacts = Contact.objects.filter(wanted, kind=Contact.Kind.EMAIL).select_related("agency")
    listed = list(contacts[: MOST * 2])
    alone = len({contact.agency_id for contact in listed}) == 1
    return [
        AgencyProposal(one.agency, f"from the {whose} address {one.value}, a contact of it", alone)
        for one in listed
    ]


def _by_domain(addresses: Iterable[str], whose: str) -> list[AgencyProposal]:
    """One host may be a county's: then all its offices are suggested and none is sure."""
    hosts = {host_of(address) for address in addresses if "@" in address} - SHARED_HOSTS - {""}
    found: dict[int, tuple[Agency, str]] = {}
    for host in sorted(hosts):
        contacts = Contact.objects.filter(kind=Contact.Kind.EMAIL, value__iendswith=f"@{host}")
        for contact in contacts.select_related("agency")[: MOST * 2]:
            found.setdefault(contact.agency_id, (contact.agency, host))
        for agency in Agency.objects.filter(website__icontains=host)[: MOST * 4]:
            site = host_of(agency.website)
            # records@pd.fresno.gov belongs to fresno.gov, but not to notfresno.gov.
            if site == host or site.endswith(f".{host}"):
                found.setdefault(agency.pk, (agency, host))
    alone = len(found) == 1
    return [
        AgencyProposal(agency, f"from the {whose} domain {host}", alone)
        for agency, host in found.values()
    ]


def _by_portal(mail: MailRead) -> list[AgencyProposal]:
    """The host of a link in the text is the one of an agency's portal."""
    hosts = {match[1].lower() for match in _LINK.finditer(mail.text[:20_000])}
    hosts |= {host_of(mail.sender)}
    hosts = {host for host in hosts if host and host not in SHARED_HOSTS}
    wanted = Q(pk__in=[])
    for host in sorted(hosts)[:20]:
        wanted |= Q(value__icontains=f"//{host}")
    contacts = Contact.objects.filter(wanted, kind=Contact.Kind.PORTAL).select_related("agency")
    listed = [one for one in contacts[: MOST * 2] if host_of(one.value) in hosts]
    alone = len({contact.agency_id for contact in listed}) == 1
    return [
        AgencyProposal(one.agency, f"from a link to its portal {host_of(one.value)}", alone)
        for one in listed
    ]


def _by_name(mail: MailRead, *, is_ours: bool) -> list[AgencyProposal]:
    """The sender's name, the subject or a line of the signature is an agency's whole name."""
    where = {folded(line): place for line, place in reversed(_lines(mail, is_ours=is_ours))}
    where.pop("", None)
    named = Q(folded_name__in=where) | Q(aliases__folded_name__in=where)
    agencies = Agency.objects.filter(named).prefetch_related("aliases").distinct()
    found = []
    for agency in agencies[:MOST]:
        names = [agency.folded_name, *(alias.folded_name for alias in agency.aliases.all())]
        name = next(one for one in names if one in where)
        found.append((agency, name, where[name]))
    # Two agencies of one name, or an agency and the city's other one in the subject.
    alone = len(found) == 1
    return [
        AgencyProposal(agency, f"from the name in {place}", alone) for agency, _, place in found
    ]


def _lines(mail: MailRead, *, is_ours: bool) -> list[tuple[str, str]]:
    """What may be an agency's name by itself, and where it stands."""
    parts = re.split(r"[|:–—]|\s-\s", mail.subject)
    lines = [(part, "the subject") for part in parts]
    if is_ours:
        greeting = own_words(mail.text).splitlines()[:_SIGNATURE_LINES]
        return lines + [(line.rstrip(","), "the address of the letter") for line in greeting]
    signature = own_words(mail.text).splitlines()[-_SIGNATURE_LINES:]
    head = [(part, "the sender's name") for part in re.split(r"[|,(]", mail.sender_name)]
    return head + lines + [(line.rstrip(","), "the signature") for line in signature]


def _by_likeness(mail: MailRead) -> list[AgencyProposal]:
    """Names that are nearly those of the mail; suggested only, never filled in."""
    names = dict(Agency.objects.values_list("pk", "folded_name"))
    lines = [folded(line) for line, _ in _lines(mail, is_ours=False)]
    best: dict[int, float] = {}
    for line in {line for line in lines if len(line) > 8}:
        near = process.extract(
            line, names, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE_ENOUGH, limit=MOST
        )
        for _, score, pk in near:
            best[pk] = max(score, best.get(pk, 0))
    chosen = sorted(best, key=lambda pk: -best[pk])[:MOST]
    by_pk = Agency.objects.in_bulk(chosen)
    return [AgencyProposal(by_pk[pk], "a similar name stands in the mail", False) for pk in chosen]
