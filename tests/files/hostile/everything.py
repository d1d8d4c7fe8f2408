"""The whole corpus: whoever imports this has it complete."""

from tests.files.hostile import archives, books, pages, papers, texts
from tests.files.hostile.corpus import CORPUS, HostileFile

__all__ = ["CORPUS", "HostileFile", "archives", "books", "pages", "papers", "texts"]
