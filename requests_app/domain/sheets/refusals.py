"""Why a file cannot be read."""


class FileRefused(Exception):
    """The file cannot be read as a table: `defect` is a stable word, the message says why."""

    def __init__(self, defect: str, message: str):
        self.defect = defect
        super().__init__(message)
