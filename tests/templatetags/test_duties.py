"""The answer to a duty in a few words: the first count whole, and no silence as a number."""

import pytest

from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.templatetags.duties import SHORT, answer_badge


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("4 investigations", "4 investigations"),
        ("1,240 investigations, 1,187 violations", "1,240 investigations"),
        ("about 1,200 investigations", "about 1,200 investigations"),
        ("", "reported"),
    ],
)
def test_of_several_counts_the_first_is_shown_whole(said: str, shown: str) -> None:
    badge = answer_badge(AnnualDuty(answer=Answer.REPORTED, said=said))
    assert badge == f'<span class="standing is-done">{shown}</span>'


@pytest.mark.parametrize("answer", [one for one in Answer if one != Answer.REPORTED])
def test_every_other_answer_is_words(answer: Answer) -> None:
    badge = answer_badge(AnnualDuty(answer=answer, said="4 investigations"))
    assert f">{SHORT[answer]}<" in badge and "4" not in badge
