"""The room's operations in one place, for the doors."""

from requests_app.domain.misuse_data.imports import import_figures, undo_import
from requests_app.domain.misuse_data.previews import preview_import
from requests_app.domain.misuse_data.published_figures import import_published_figures
from requests_app.domain.misuse_data.reviews import publish_release, send_back, submit_for_review

__all__ = [
    "import_figures",
    "import_published_figures",
    "preview_import",
    "publish_release",
    "send_back",
    "submit_for_review",
    "undo_import",
]
