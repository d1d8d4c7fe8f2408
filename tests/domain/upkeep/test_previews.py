"""How a preview says what it found."""

from collections import Counter

import pytest

from requests_app.domain.deadlines.standings import Standing as S
from requests_app.domain.upkeep.previews import Preview


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Preview(looked_at=9), "Moves no date of any request."),
        (
            Preview(later=38, earlier=3, turns=Counter({(S.LATE, S.NOT_YET_DUE): 3})),
            "Moves 41 open requests, 3 of them from late to not yet due.",
        ),
        (Preview(other=1), "Moves 1 open request."),
        (Preview(later=1_200), "Moves 1,200 open requests."),
        (Preview(arguable_only=2), "Moves only an arguable date of 2 open requests."),
        (
            Preview(later=1, arguable_only=2, closed=1),
            "Moves 1 open request and an arguable date of 2 more. 1 closed request as well.",
        ),
        (Preview(closed=2), "Moves no open request, only 2 closed ones."),
        (
            Preview(
                later=9,
                turns=Counter({(S.LATE, S.NOT_YET_DUE): 1, (S.DUE_TODAY, S.NOT_YET_DUE): 4}),
            ),
            "Moves 9 open requests, 4 of them from due today to not yet due, 1 of them from late "
            "to not yet due.",
        ),
    ],
)
def test_a_preview_says_what_it_found_in_one_line(found: Preview, sentence: str) -> None:
    assert found.sentence == sentence
