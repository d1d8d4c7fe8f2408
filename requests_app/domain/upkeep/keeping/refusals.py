"""How a refusal reads: in sentences, whoever said the first."""


def sentence(error: Exception) -> str:
    """What `error` says, in one line that ends as a sentence does."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words if words.endswith((".", "!", "?")) else f"{words}."
