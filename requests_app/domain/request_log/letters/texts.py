"""The words of the letters, with their merge fields. Also what a new campaign begins with."""

from collections.abc import Mapping
from dataclasses import dataclass

from requests_app.domain.request_log.letters.kinds import LetterKind


@dataclass(frozen=True, slots=True)
class Text:
    subject: str
    body: str


STARTING_TEXT = """\
To the custodian of records, {agency}:

Under the California Public Records Act (Gov. Code § 7920.000 et seq.), {organisation} requests \
these records about the misuse of CLETS, the California Law Enforcement Telecommunications \
System, in the calendar year {year}:

1. Records that show every investigation, opened, pending or concluded in {year}, of misuse of \
CLETS or of information obtained through it, what was alleged, and what was found.
2. Records that show the action that followed each of them: counseling, training, reprimand, \
suspension, resignation, termination, or referral for prosecution.
3. The yearly report of CLETS misuse for {year} that you sent to the California Department of \
Justice, or, if none was sent, the records that show that there was nothing to report.

Please send the records in the electronic format in which you hold them (Gov. Code § 7922.570). \
Where part of a record is exempt, please release the rest (§ 7922.525), and give us in writing \
the exemption that you rely on, why it applies (§ 7922.000), and the names and titles of the \
people responsible for the decision (§ 7922.540). We do not ask for what identifies a person \
who was the subject of a search.

The Act asks for your determination within ten days of receiving this request, with the \
estimated date and time when the records will be available (§ 7922.535(a)). If the request can \
be made clearer or narrower, please help us to do so (§ 7922.600). Fees are limited to the \
direct costs of duplication (§ 7922.530); please tell us the amount before you incur any.

Our number for this request is {number}. Please use it when you write to us.

Sincerely,

{signer}
{organisation}
"""

_OPENING = "To the custodian of records, {agency}:\n\n"
_CLOSING = "\n\nSincerely,\n\n{signer}\n{organisation}\n"
_REQUEST = "our request of {sent} under the {law} ({numbers})"
_DETERMINE = (
    "whether you have disclosable records, the reasons, and the estimated date and time when "
    "they will be available"
)

# What a denial lacks, by the key of its flag (`denials.lacking`): a paragraph of the letter each.
MISSING: Mapping[str, str] = {
    "denial_not_in_writing": (
        "A denial, in whole or in part, has to be in writing (Gov. Code § 7922.540). Yours was "
        "not. Please give it to us in writing."
    ),
    "no_exemption": (
        "An agency that withholds a record has to show that it is exempt under an express "
        "provision, or that on the facts of the case the public interest in not disclosing it "
        "clearly outweighs that in disclosing it (Gov. Code § 7922.000). Your answer does not "
        "say which exemption you rely on for which records, or why it applies. Please do so."
    ),
    "no_deciders": (
        "A denial, in whole or in part, gives the names and titles or positions of each person "
        "responsible for it (Gov. Code § 7922.540). Your answer does not name them. Please do so."
    ),
}


def _text(subject: str, *paragraphs: str) -> Text:
    return Text(subject, _OPENING + "\n\n".join(paragraphs) + _CLOSING)


TEXTS: Mapping[LetterKind, Text] = {
    LetterKind.REQUEST: Text(
        "Public records request: {about} ({number})",
        STARTING_TEXT,  # where the campaign has no words of its own
    ),
    LetterKind.FOLLOW_UP: _text(
        "Where our records request stands ({number})",
        "We write about our request ({numbers}), {dispatch}, for:",
        "{asked}",
        "{awaited}",
        "If anything in the request is unclear, or if it can be narrowed so that you can answer "
        "sooner, please call or write to us.",
    ),
    LetterKind.OVERDUE: _text(
        "Overdue: determination on our records request ({number})",
        "We write about our request ({numbers}), {dispatch}, for:",
        "{asked}",
        "Your determination {duty}. {most_time} Today, {today}, it is {days_late} late. {heard}",
        "Please send us your determination now: " + _DETERMINE + ". If you withhold anything, "
        "please state the reasons in writing, with the names and titles of the people "
        "responsible.",
        "{remedies}",
    ),
    LetterKind.EXTENSION_CONTESTED: _text(
        "Your extension of time on our records request ({number})",
        "We write about " + _REQUEST + ", and your extension of the time to answer it.",
        "{findings}",
        "The time for a determination may be extended once, by written notice that gives a "
        "reason listed in Gov. Code § 7922.535(c) and the new date, and by no more than 14 days "
        "(§ 7922.535(b)). As we count, the determination {due_tense} due on {due}.",
        "Please send us your determination by that day, or, where it is past, now: "
        + _DETERMINE + " (§ 7922.535(a)).",
    ),
    LetterKind.FEE_CONTESTED: _text(
        "The fee asked on our records request ({number})",
        "We write about " + _REQUEST + ". You asked for {fee}.",
        "The Act limits fees to the direct costs of duplication (Gov. Code § 7922.530). The time "
        "that it takes to search for records, to review them and to redact them is no cost of "
        "duplication. The California Supreme Court has held that redacting exempt material from "
        "electronic records is not the extraction for which § 7922.575 lets an agency charge "
        "(National Lawyers Guild v. City of Hayward (2020) 9 Cal.5th 488).",
        "Please withdraw the fee so far as it is for search, review or redaction. If any of it "
        "remains, please itemize it and name the section on which each item rests.",
        "We ask for copies in the electronic format in which you hold them (§ 7922.570), which "
        "should cost little or nothing to duplicate. The question of the fee does not extend the "
        "time for your determination (§ 7922.535).",
    ),
    LetterKind.REASONS_MISSING: _text(
        "Reasons for withholding records ({number})",
        "We write about " + _REQUEST + ". You {denied}.",
        "{missing}",
        "Where only a part of a record is exempt, please release what can reasonably be "
        "segregated from it (§ 7922.525).",
    ),
    LetterKind.PORTAL_CLOSED: _text(
        "Our records request is not answered ({number})",
        "We write about " + _REQUEST + ". {portal_closed}",
        "To close an entry in a portal is no determination. The Act asks you to determine whether "
        "you have disclosable records and to tell us so with the reasons (Gov. Code "
        "§ 7922.535(a)); a denial, in whole or in part, is in writing, justifies itself "
        "(§ 7922.000) and names the people responsible (§ 7922.540).",
        "Please reopen the request, send us your determination, and release what is not exempt of "
        "what we asked for:",
        "{asked}",
    ),
    LetterKind.YEARS_REPORT: _text(
        "Your report of CLETS misuse for {year} ({number})",
        "Agencies that use the California Law Enforcement Telecommunications System report the "
        "misuse investigations of each calendar year to the California Department of Justice by "
        "1 February of the next. The report on {year} was due on {reports_due}. In what we have "
        "seen so far we have not found yours.",
        "We write about our request ({numbers}), {dispatch}. Please send us one of these:",
        "1. a copy of the report on {year}, with the day on which it went to the Department;\n"
        "2. if there was nothing to report, the report or record that says so;\n"
        "3. if no report was made, that answer.",
        "If the report has gone out meanwhile, please tell us on which day.",
    ),
    LetterKind.STILL_OWED: _text(
        "What is outstanding on our records requests to you ({count})",
        "This is what is outstanding on {today} on what we asked of you under the {law}:",
        "{owed}",
        "Please tell us of each " + _DETERMINE + " ({law_citation}); and please send what you "
        "have determined to disclose. If it helps you to take them in an order of our choosing, "
        "or to have some of them narrowed, please call or write to us.",
        "{remedies}",
    ),
}  # fmt: skip
ONE_OWED = _text(
    "What is outstanding on our records request to you ({number})",
    "This is what is outstanding on {today} on what we asked of you under the {law}:",
    "{owed}",
    "Please tell us " + _DETERMINE + " ({law_citation}); and please send what you have determined "
    "to disclose. If it helps you to have it narrowed, please call or write to us.",
    "{remedies}",
)
