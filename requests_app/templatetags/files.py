"""Which file it is, for those who may know; what was looked for, marked where it stands."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.excerpts import Excerpt
from requests_app.domain.request_log.file_access import Use, may_use
from requests_app.domain.request_log.models import Attachment

register = template.Library()


@register.filter
def may_name(person: object, attachment: Attachment) -> bool:
    """Whether a page may tell which file it is: `{% if user|may_name:file %}`."""
    return isinstance(person, Person) and may_use(person, attachment, Use.NAME)


@register.filter
def may_save(person: object, attachment: Attachment) -> bool:
    """Whether a page may offer the file itself: `{% if user|may_save:file %}`."""
    return isinstance(person, Person) and may_use(person, attachment, Use.DOWNLOAD)


@register.simple_tag
def marked(excerpt: Excerpt) -> SafeString:
    """An excerpt, escaped, with `<mark>` around what was looked for."""
    parts = (("<mark>{}</mark>" if part.is_hit else "{}", part.text) for part in excerpt.parts)
    return format_html(
        "{}{}{}",
        "… " if excerpt.cut_before else "",
        format_html_join("", "{}", ((format_html(shape, text),) for shape, text in parts)),
        " …" if excerpt.cut_after else "",
    )
