from datetime import date
from types import SimpleNamespace

from requests_app.templatetags.request_cells import CELLS


def test_an_ori_is_written_as_text() -> None:
    row = SimpleNamespace(request=SimpleNamespace(oris="CA2, <b>CA1"))
    assert CELLS["ori"](row, date(2026, 6, 22)) == "&lt;b&gt;CA1, CA2"
