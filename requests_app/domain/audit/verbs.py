"""Every verb that an entry of the audit record may have, with a sentence. One table.

The rooms above write the verbs out where they use them; tests/domain/audit/test_verbs.py holds both
against each other.
"""

from enum import StrEnum


class Area(StrEnum):
    ACCESS = "sign-in and accounts"
    FILES = "files opened, and their states"
    EXPORTS = "taken out of the house"
    RELEASES = "releases and figures"
    REQUESTS = "requests"
    CAMPAIGNS = "campaigns and steps in bulk"
    DIRECTORY = "directory of agencies"
    DUTIES = "1 February and what agencies said"
    QUOTES = "figures quoted elsewhere"
    LAW = "law and dates"
    REMINDERS = "reminders and calendars"
    VIEWS = "saved views"


VERBS: dict[Area, dict[str, str]] = {
    Area.ACCESS: {
        "added account": "Opened an account for somebody.",
        "amended account": "Changed a name, address or role, or switched an account on or off.",
        "gave new password": "Gave somebody a one-time password.",
    },
    Area.FILES: {
        "attached file": "Attached a file to a request.",
        "opened file": "Looked at a file.",
        "downloaded file": "Took a file out.",
        "was shown words of files": "Searched, and was shown words of restricted files.",
        "set file normal": "Lifted a restriction or quarantine.",
        "set file restricted": "Restricted a file.",
        "set file quarantined": "Put a file in quarantine.",
        "marked file to go out": "Said that a redacted copy may go out.",
        "took back that file may go out": "Took that back.",
        "deleted file": "Put a file into the bin.",
        "restored file": "Took it out of the bin.",
        "emptied from the bin": "What had lain there long enough went for good.",
    },
    Area.EXPORTS: {
        "made backup": "Wrote a backup of everything.",
        "restored backup": "Filled the installation from a backup.",
        "exported list": "Took a list out as a file.",
        "exported request": "Took a request out as a ZIP.",
        "exported campaign": "Took a campaign out as a ZIP.",
    },
    Area.RELEASES: {
        "imported figures": "Imported a returned file into a draft release.",
        "undid import": "Took an import back.",
        "accepted warnings": "Accepted what the checks warned of.",
        "submitted for review": "Handed a release in for review.",
        "sent back": "Sent a release back with a reason.",
        "published": "Published a release.",
        "superseded": "A later issue replaced the release.",
        "noted correction": "Noted a correction of published figures.",
        "loaded published figures": "Loaded the figures published before.",
        "loaded sworn officers": "Loaded the numbers of sworn officers.",
        "remembered layout": "Kept how columns of a source are read.",
        "confirmed name": "Confirmed whom a name in a file means.",
        "took back name": "Took such a confirmation back.",
        "typed table": "Typed a table from a picture.",
        "settled transcription": "Settled where two typed tables differ.",
    },
    Area.REQUESTS: {
        "logged request": "Logged a request.",
        "amended request": "Changed the facts of a request.",
        "discarded request": "Discarded a request, which lies in the bin.",
        "restored request": "Took it out of the bin.",
        "recorded event": "Recorded what happened on a request.",
        "corrected event": "Corrected what was recorded.",
        "recorded letter": "Recorded a letter as sent.",
        "tagged request": "Put a tag on a request.",
        "untagged request": "Took a tag off a request.",
        "uploaded old spreadsheet": "Uploaded a spreadsheet of old requests.",
        "chose sheet": "Chose the sheet of it to read.",
        "imported old spreadsheet": "Made requests of its rows.",
        "took back import": "Took those requests back.",
    },
    Area.CAMPAIGNS: {
        "opened campaign": "Opened a campaign.",
        "amended campaign": "Changed a campaign.",
        "discarded campaign": "Discarded a campaign.",
        "added addressees": "Asked agencies in a campaign.",
        "took back addressees": "Took such requests back.",
        "changed in bulk": "Did one thing to many requests.",
        "undid in bulk": "Undid such a step.",
        "recorded event in bulk": "As part of such a step: recorded what happened.",
        "assigned in bulk": "As part of such a step: gave a request to somebody.",
        "tagged in bulk": "As part of such a step: put a tag on a request.",
        "untagged in bulk": "As part of such a step: took a tag off.",
        "set reminder in bulk": "As part of such a step: set a reminder.",
        "took back: recorded event in bulk": "Undid this part of such a step.",
        "took back: assigned in bulk": "Undid this part of such a step.",
        "took back: tagged in bulk": "Undid this part of such a step.",
        "took back: untagged in bulk": "Undid this part of such a step.",
        "took back: set reminder in bulk": "Undid this part of such a step.",
        "removed sample": "Removed the sample workspace.",
    },
    Area.DIRECTORY: {
        "added agency": "Added an agency.",
        "amended agency": "Changed an agency.",
        "added ORI": "Added an ORI of an agency.",
        "removed ORI": "Removed one.",
        "added alias": "Added another name of an agency.",
        "removed alias": "Removed one.",
        "added contact": "Added a contact.",
        "amended contact": "Changed a contact.",
        "confirmed contact": "Confirmed that a contact is current.",
        "removed contact": "Removed a contact.",
        "undid change of contact": "Undid a change of a contact.",
        "undid change of ori": "Undid a change of an ORI.",
        "undid change of alias": "Undid a change of another name.",
        "imported directory": "Loaded a file of agencies.",
        "imported contacts": "Loaded a file of contacts.",
        "entered succession": "Said which agency followed another.",
        "removed succession": "Took that back.",
        "undid change of succession": "Undid a change of it.",
        "set parent": "Said to which agency one belongs.",
        "merged agency": "Merged two entries of one agency.",
        "merged agency of request": "As part of a merge: moved a request to the entry that stayed.",
        "undid merge": "Restored an entry that was merged.",
        "took back: merged agency of request": "As part of that: moved a request back.",
        "entered closure": "Entered a day on which an office is closed.",
        "removed closure": "Removed one.",
        "entered adopted holiday": "Entered a holiday that an agency adopted.",
        "removed adopted holiday": "Removed one.",
    },
    Area.DUTIES: {
        "opened reporting year": "Opened the duties of a year.",
        "opened duty": "Opened the duty of one agency.",
        "recorded duty": "Recorded an agency's answer.",
        "undid recorded duty": "Undid that.",
        "took the absent as silent": "Took agencies that a release leaves out as silent.",
        "took back who was silent": "Took that back.",
        "entered what was said": "Entered what an agency said of its figures.",
        "amended what was said": "Changed that.",
        "took back what was said": "Took it back.",
        "put back what was said": "Put it back.",
        "published what was said": "Let the public see it.",
        "unpublished what was said": "Let the public see it no more.",
        "asked for comment": "Asked an agency for a comment.",
        "recorded comment": "Recorded its comment.",
    },
    Area.QUOTES: {
        "entered quote": "Entered a figure that was printed elsewhere.",
        "amended quote": "Changed that.",
        "removed quote": "Removed it.",
        "tied quote": "Said which of our figures it means.",
        "told of a mistake": "Noted that whoever printed it was told.",
        "took back telling": "Took that back.",
    },
    Area.LAW: {
        "entered pending law": "Entered a law to come.",
        "amended pending law": "Changed it.",
        "enacted law": "Put a law in force.",
        "took enactment back": "Took that back.",
        "law version: enact": "A law to come became one in force.",
        "law version: take the enactment back": "It became one to come again.",
        "law version: drop": "It was dropped.",
        "law version: take up again": "It was taken up again.",
        "entered appointed holiday": "Entered a holiday that was appointed.",
        "removed appointed holiday": "Removed one.",
        "moved dates": "The dates of requests followed a change of law or calendar.",
    },
    Area.REMINDERS: {
        "set reminder": "Set a reminder.",
        "put off reminder": "Put a reminder off.",
        "finished reminder": "Was done with a reminder.",
        "took up reminder again": "Took it up again.",
        "took back reminder": "Took a reminder back.",
        "snoozed from a mail": "Put a reminder off by a link in a mail.",
        "stopped reminders": "Stopped a kind of reminders by a link in a mail.",
        "wants reminders again": "Took that back.",
        "changed reminder wishes": "Changed which reminders come, and when.",
        "sent reminder mail again": "Sent a mail again.",
        "made calendar": "Made a calendar address.",
        "revoked calendar": "Closed a calendar address.",
    },
    Area.VIEWS: {
        "saved view": "Saved a view of the list.",
        "renamed view": "Renamed it.",
        "changed view": "Changed it.",
        "shared view": "Shared it with all.",
        "unshared view": "Shared it no more.",
        "deleted view": "Deleted it.",
        "restored view": "Restored it.",
    },
}

SENTENCES = {verb: sentence for verbs in VERBS.values() for verb, sentence in verbs.items()}
