"""One field, one shape: label above, help below, errors beside, all tied together for a reader.

Django renders the control (and its aria-invalid and aria-describedby); what goes around it is put
together here without sub-templates, so that a form of ten fields stays cheap.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.widgets import CheckboxInput
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NOTHING = mark_safe("")


@register.simple_tag
def field(bound: BoundField, focus: bool = False, css: str = "") -> SafeString:
    """A form's field: `{% field form.received_on %}`.

    `focus` puts the cursor there when the page opens (one field of a page, the first wrong one on
    its return); `css` adds classes to the wrapper. A hidden field comes bare.
    """
    if bound.is_hidden:
        return bound.as_widget()
    checkbox = isinstance(bound.field.widget, CheckboxInput)
    control = bound.as_widget(attrs={"autofocus": True} if focus else None)
    label = _label(bound)
    classes = "field" + " check" * checkbox + " has-error" * bool(bound.errors)
    classes += f" {css}" * bool(css)
    if bound.use_fieldset:
        described = bound.aria_describedby
        return format_html(
            '<fieldset class="{}"{}><legend id="{}">{}</legend>{}{}{}</fieldset>',
            classes,
            format_html(' aria-describedby="{}"', described) if described else "",
            bound.id_for_label or bound.auto_id,
            label,
            control,
            _help(bound),
            _errors(bound),
        )
    shape = (
        '<div class="{}"><label for="{}">{}{}</label>{}{}</div>'
        if checkbox
        else '<div class="{}"><label for="{}">{}</label>{}{}{}</div>'
    )
    parts = (control, label) if checkbox else (label, control)
    return format_html(shape, classes, bound.id_for_label, *parts, _help(bound), _errors(bound))


@register.simple_tag
def controls(form: BaseForm, blank: Any, names: Iterable[str]) -> SafeString:
    """The fields of these names; those that `form` lacks come from `blank.form`, and are printed
    once and kept in `blank.printed`."""
    parts = []
    for name in names:
        if name in form.fields:
            parts.append(field(form[name]))
            continue
        if name not in blank.printed:
            blank.printed[name] = field(blank.form[name])
        parts.append(blank.printed[name])
    return mark_safe("".join(parts))


@register.simple_tag
def error_summary(form: BaseForm, saves: bool = True) -> SafeString:
    """What is wrong with a form, at its head: each line leads to its field.

    saves: whether something would have been saved; a filter or the calculator saves nothing.
    """
    if not form.errors:
        return NOTHING
    lines: list[tuple[SafeString]] = [
        (format_html("{}", error),) for error in form.non_field_errors()
    ]
    for name, errors in form.errors.items():
        if name not in form.fields:
            continue
        bound = form[name]
        target = bound.id_for_label or bound.auto_id
        lines += [
            (
                format_html(
                    '<a href="#{}">{}</a>: {}',
                    target,
                    bound.label,
                    str(error).removeprefix(f"{bound.label}: "),
                ),
            )
            for error in errors
        ]
    heading = "Nothing was saved. " if saves else ""
    heading += f"{len(lines)} things to mend:" if len(lines) > 1 else "One thing to mend:"
    return format_html(
        '<div class="error-summary" role="alert"><h2>{}</h2><ul>{}</ul></div>',
        heading,
        format_html_join("", "<li>{}</li>", lines),
    )


def _label(bound: BoundField) -> SafeString:
    if bound.field.required or isinstance(bound.field.widget, CheckboxInput):
        return format_html("{}", bound.label)
    return format_html('{} <span class="optional">(optional)</span>', bound.label)


def _help(bound: BoundField) -> SafeString:
    if not bound.help_text:
        return NOTHING
    return format_html('<p class="help" id="{}_helptext">{}</p>', bound.auto_id, bound.help_text)


def _errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return NOTHING
    return format_html(
        '<ul class="field-error" id="{}_error">{}</ul>',
        bound.auto_id,
        format_html_join("", "<li>{}</li>", ((error,) for error in bound.errors)),
    )
