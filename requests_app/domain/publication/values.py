"""The plain values that this room hands out, named for doors that import no other room."""

from requests_app.domain.misuse_data.comparison import AgencyTable
from requests_app.domain.misuse_data.statements import Statement

__all__ = ["AgencyTable", "Statement"]
