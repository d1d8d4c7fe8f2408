"""The plain values that this room hands out, by name, for the doors that may import no other room."""

from requests_app.domain.misuse_data.comparison import AgencyTable
from requests_app.domain.misuse_data.statements import Statement

__all__ = ["AgencyTable", "Statement"]
