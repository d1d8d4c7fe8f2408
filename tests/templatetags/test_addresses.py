"""Tags that work on addresses: the nav line, queries, undo."""

from typing import Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve

from requests_app.staff_site.paging import Page
from requests_app.templatetags.notices import undo_address


def render(text: str, path: str, **context: Any) -> str:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    return Template(text).render(Context({"request": request, **context}))


LINK = '{% load nav %}{% place_link "staff:requests" "Requests" key="g r" %}'


def test_a_place_is_a_link_with_its_key() -> None:
    drawn = render(LINK, "/staff/")
    assert drawn == '<a href="/staff/requests/" data-key="g r">Requests</a>'


def test_the_place_one_is_in_is_plain_text() -> None:
    assert render(LINK, "/staff/requests/") == '<span aria-current="page">Requests</span>'


def test_a_page_under_a_place_marks_it_and_keeps_the_link() -> None:
    drawn = render(LINK, "/staff/requests/7/")
    assert 'href="/staff/requests/"' in drawn
    assert 'aria-current="true"' in drawn


def test_a_page_may_name_its_place() -> None:
    assert "aria-current" in render(LINK, "/staff/calculator/", place="requests")
    assert "aria-current" not in render(LINK, "/staff/requests/", place="calculator")


def test_a_query_keeps_the_rest_of_itself() -> None:
    text = "{% load paging %}{% autoescape off %}{% with_query page=3 q=None %}{% endautoescape %}"
    assert render(text, "/staff/?q=x&county=Kern&page=2") == "?county=Kern&page=3"


def test_a_head_sorts_and_then_the_other_way() -> None:
    text = '{% load paging %}{% sort_head "due" "Due" %}'
    first = render(text, "/staff/?page=4")
    assert first == '<th scope="col"><a href="?sort=due">Due</a></th>'
    up = render(text, "/staff/?sort=due")
    assert 'aria-sort="ascending"' in up
    assert 'href="?sort=-due"' in up
    down = render(text, "/staff/?sort=-due")
    assert 'aria-sort="descending"' in down
    assert 'href="?sort=due"' in down


def test_the_pager_keeps_the_filter_and_is_silent_on_a_single_page() -> None:
    text = "{% load paging %}{% pager page_obj %}"
    drawn = render(text, "/staff/?q=a", page_obj=Paginator(range(30), 10).page(2))
    assert 'rel="prev" href="?q=a&amp;page=1"' in drawn
    assert 'rel="next" href="?q=a&amp;page=3"' in drawn
    assert render(text, "/staff/", page_obj=Paginator(range(3), 10).page(1)).strip() == ""


def test_the_pager_takes_a_page_that_does_not_know_how_many_there_are() -> None:
    page = Page(rows=[1], number=1, has_next=True)
    drawn = render("{% load paging %}{% pager page %}", "/staff/", page=page)
    assert 'rel="next" href="?page=2"' in drawn
    assert 'rel="prev"' not in drawn


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        ("undo=/staff/events/4/take-back/", "/staff/events/4/take-back/"),
        ("wide undo=/staff/x/", "/staff/x/"),
        ("undo=//evil.example/", ""),
        ("undo=/\\evil.example/", ""),
        ("undo=https://evil.example/", ""),
        ("", ""),
    ],
)
def test_undo_posts_only_to_this_site(tags: str, address: str) -> None:
    assert undo_address(Message(constants.SUCCESS, "Logged.", extra_tags=tags)) == address
