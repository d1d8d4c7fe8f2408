"""Rows of any kind that a chart may meet."""

from hypothesis import strategies as st

from requests_app.domain.drawing.rows import Bar

# Whatever may break a line of XML, and some that may not; a few, for many runs.
TEXTS = st.text("aB é字<>&\"'=\x0b\x00\u202e\ufffe", max_size=16)
NUMBERS = st.one_of(st.none(), st.integers(0, 9_999), st.decimals(0, 10**9, places=2))
QUALIFIERS = st.sampled_from(["", "exact", "at_least", "more_than", "about"])
BARS = st.builds(
    Bar,
    label=TEXTS,
    value=NUMBERS,
    words=st.sampled_from(["", "did not report", "withheld", "no figure"]),
    qualifier=QUALIFIERS,
)
ROWS = st.lists(BARS, max_size=14)
