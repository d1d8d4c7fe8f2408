"""Who may do what: one table of roles and permissions, read by every door.

A permission is checked with `person.may(Permission.X)`; whether the thing can be done *now*
(a draft release, an open request) is the business of the room that does it.
"""

from enum import StrEnum


class Permission(StrEnum):
    SEE_WORKSPACE = "see_workspace"
    LOG_REQUESTS = "log_requests"
    RECORD_EVENTS = "record_events"
    ATTACH_FILES = "attach_files"
    IMPORT_FIGURES = "import_figures"
    RECORD_DUTIES = "record_duties"
    SEE_CLOCKWORK = "see_clockwork"
    SEE_RESTRICTED_FILES = "see_restricted_files"
    USE_ADMIN_SITE = "use_admin_site"
    EDIT_DIRECTORY = "edit_directory"
    PUBLISH_RELEASES = "publish_releases"
    MANAGE_CAMPAIGNS = "manage_campaigns"
    CHANGE_LAW = "change_law"
    CHANGE_FILE_STATES = "change_file_states"
    READ_AUDIT = "read_audit"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SAMPLE = "manage_sample"


class Role(StrEnum):
    READER = "reader"
    STAFF = "staff"
    REVIEWER = "reviewer"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


PERMISSION_SENTENCES = {
    Permission.SEE_WORKSPACE: "Sees requests, agencies, returned data and comparisons.",
    Permission.LOG_REQUESTS: "Logs and amends records requests.",
    Permission.RECORD_EVENTS: "Records what happened on a request, and corrects it.",
    Permission.ATTACH_FILES: "Attaches the files that came back and downloads them.",
    Permission.IMPORT_FIGURES: "Imports the rows of a returned file into a draft release.",
    Permission.RECORD_DUTIES: "Records an agency's answer to its yearly 1 February duty.",
    Permission.SEE_CLOCKWORK: "Sees whether the tasks that run by themselves do, and why not.",
    Permission.SEE_RESTRICTED_FILES: "Opens and finds restricted files, each time on record.",
    Permission.USE_ADMIN_SITE: "Opens the admin site.",
    Permission.EDIT_DIRECTORY: "Edits agencies, their contacts and closures.",
    Permission.PUBLISH_RELEASES: "Publishes a release or sends it back.",
    Permission.MANAGE_CAMPAIGNS: "Opens and edits campaigns, and says who sees them.",
    Permission.CHANGE_LAW: "Enters laws to come and appointed holidays, and puts them in force.",
    Permission.CHANGE_FILE_STATES: "Restricts a file, puts it in quarantine, and lifts either.",
    Permission.READ_AUDIT: "Reads the audit record.",
    Permission.MANAGE_PEOPLE: "Invites people, changes roles, switches accounts off.",
    Permission.MANAGE_SAMPLE: "Loads and removes the sample workspace.",
}

_READER = {Permission.SEE_WORKSPACE}
_STAFF = _READER | {
    Permission.LOG_REQUESTS,
    Permission.RECORD_EVENTS,
    Permission.ATTACH_FILES,
    Permission.IMPORT_FIGURES,
    Permission.RECORD_DUTIES,
    Permission.SEE_CLOCKWORK,
}
_REVIEWER = _STAFF | {
    Permission.SEE_RESTRICTED_FILES,
    Permission.USE_ADMIN_SITE,
    Permission.EDIT_DIRECTORY,
    Permission.PUBLISH_RELEASES,
}
_LEAD = _REVIEWER | {
    Permission.MANAGE_CAMPAIGNS,
    Permission.CHANGE_LAW,
    Permission.CHANGE_FILE_STATES,
    Permission.READ_AUDIT,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset(_READER),
    Role.STAFF: frozenset(_STAFF),
    Role.REVIEWER: frozenset(_REVIEWER),
    Role.LEAD: frozenset(_LEAD),
    Role.ADMINISTRATOR: frozenset(Permission),
}


# Who signs in with a second factor wherever the site is not a trial: whoever checks, publishes,
# opens restricted files or looks after people.
SECOND_FACTOR_REQUIRED = frozenset({Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR})


def roles_with(permission: Permission) -> list[Role]:
    return [role for role in Role if permission in ROLE_PERMISSIONS[role]]


ROLE_SENTENCES = {
    Role.READER: "Reads everything in the workspace and changes nothing.",
    Role.STAFF: "Logs requests, records what happened, attaches and imports what came back.",
    Role.REVIEWER: "Does what staff do, and reviews and publishes releases.",
    Role.LEAD: "Does what reviewers do, runs campaigns, enacts laws and reads the audit record.",
    Role.ADMINISTRATOR: "Does everything, and looks after people and the sample workspace.",
}
