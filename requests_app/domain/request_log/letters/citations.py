"""What the sections say that the letters rest on, in a line each, for whoever checks a letter."""

from dataclasses import dataclass

WHAT_IT_SAYS = {
    "7922.000": (
        "Gov. Code § 7922.000",
        "An agency that withholds a record justifies it: by an express exemption, or because the "
        "public interest in not disclosing clearly outweighs that in disclosing.",
    ),
    "7922.525": (
        "Gov. Code § 7922.525",
        "What can reasonably be segregated from an exempt part is released.",
    ),
    "7922.530": (
        "Gov. Code § 7922.530",
        "Copies are given for fees that cover the direct costs of duplication, or a statutory fee.",
    ),
    "7922.535": (
        "Gov. Code § 7922.535",
        "Sets the time for the determination and the one way to extend it; a question about fees "
        "is none.",
    ),
    "7922.535(a)": (
        "Gov. Code § 7922.535(a)",
        "Within 10 days from receipt the agency determines whether it has disclosable records, "
        "promptly says so with the reasons, and gives the estimated date and time at which they "
        "will be available.",
    ),
    "7922.535(b)": (
        "Gov. Code § 7922.535(b)",
        "In unusual circumstances the time may be extended by written notice with the reasons and "
        "the new date, by no more than 14 days.",
    ),
    "7922.535(c)": (
        "Gov. Code § 7922.535(c)",
        "Lists the unusual circumstances; no other reason extends the time.",
    ),
    "7922.540": (
        "Gov. Code § 7922.540",
        "A denial, in whole or in part, is in writing and names the people responsible for it with "
        "their titles or positions.",
    ),
    "7922.570": (
        "Gov. Code § 7922.570",
        "What is held in an electronic format is given in any electronic format in which it is "
        "held.",
    ),
    "7922.575": (
        "Gov. Code § 7922.575",
        "Data compilation, extraction or programming to produce a record may be charged for.",
    ),
    "7922.600": (
        "Gov. Code § 7922.600",
        "The agency helps the requester to make a focused and effective request.",
    ),
    "7923.000": (
        "Gov. Code § 7923.000",
        "Any person may enforce the right to inspect or receive a record by injunctive or "
        "declaratory relief or a writ of mandate.",
    ),
    "7923.115": (
        "Gov. Code § 7923.115",
        "A requester who prevails is awarded court costs and reasonable attorney's fees.",
    ),
    "NLG v. Hayward": (
        "National Lawyers Guild v. City of Hayward (2020) 9 Cal.5th 488",
        "Redacting exempt parts from electronic records is no extraction and may not be charged "
        "to the requester.",
    ),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """cite: as a letter cites it. says: what it provides, in a line."""

    cite: str
    says: str


def cited_in(text: str, keys: tuple[str, ...]) -> tuple[Citation, ...]:
    """The entries of those keys that `text` cites, in their order: a letter does not need each of
    them every time, and whoever sends it may strike one."""
    every = (Citation(*WHAT_IT_SAYS[key]) for key in keys)
    return tuple(one for one in every if one.cite.rpartition("§ ")[2] in text)
