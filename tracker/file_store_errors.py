"""What goes wrong with a file store that is not a disk; told apart without the packages that only
such a site has."""


class FileStoreAway(ConnectionError):
    """It does not answer, or refuses. What it said is the cause, for the log."""
