"""The rules that dates are counted by at a moment: the laws, and the days appointed one by one."""

from dataclasses import dataclass, field
from datetime import date

from .due_dates import NO_DAYS, Days
from .law_book import LAWS
from .statute import Ground, Statute
from .statutes import law_on


@dataclass(frozen=True, slots=True)
class Rules:
    """laws: dated values, pending ones passed over. appointed: holidays that the President or the
    Governor appointed, with their names; they bind the state (Code Civ. Proc. § 135; Gov. Code
    § 6700)."""

    laws: tuple[Statute, ...] = LAWS
    appointed: Days = field(default_factory=lambda: NO_DAYS)

    def law(self, key: str, received_on: date) -> Statute:
        """The version of law `key` for a request received on that day; raises UnknownLaw."""
        return law_on(key, received_on, self.laws)

    def grounds(self, law: str) -> dict[str, Ground]:
        """Every ground that a version of `law` ever knew, by key, as the newest version says it:
        what a notice may state, lawful on its day or not."""
        return {
            one.key: one for version in self.laws if version.key == law for one in version.grounds
        }

    def ground_words(self, key: str) -> str:
        """A ground of extension in words, as the newest law that knows it says; else the key."""
        words = {ground.key: ground.words for law in self.laws for ground in law.grounds}
        return words.get(key, key)


AS_BUILT = Rules()
"""What the program knows by itself, with nothing entered by its users."""
