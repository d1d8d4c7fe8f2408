"""How mails look: mail programs read styles from the elements, so each is written out.

`{% look "title" %}` is the `class` and `style` of a part, put in when the template is compiled: it
costs nothing when a mail is made. The colours are those of static/css/tokens.css (a test compares
them); the classes are for dark mail programs and narrow screens, see `{% mail_styles %}`.
"""

from django import template
from django.template.base import Parser, TextNode, Token

register = template.Library()

PAPER, INK, MUTED, HAIRLINE, RULE = "#f8f5ee", "#1d1a15", "#5f584b", "#dad3c4", "#8f8675"
LINK, LATE = "#1b4b7a", "#b32614"
DARK = {
    "paper": "#181612",
    "ink": "#ece6da",
    "muted": "#aaa191",
    "hairline": "#39342b",
    "rule": "#756d5e",
    "link": "#9cc3ea",
    "late": "#ff8a70",
}

SERIF = "'Source Serif 4','Iowan Old Style',Georgia,'Times New Roman',serif"
SANS = "'Public Sans',-apple-system,'Segoe UI','Helvetica Neue',Arial,sans-serif"
_BUTTON = f"display:inline-block;border-radius:2px;text-decoration:none;font:600 14px/20px {SANS}"

# The name of a part: its classes, its style.
LOOKS: dict[str, tuple[str, str]] = {
    "body": ("paper ink", f"margin:0;padding:0;background:{PAPER};color:{INK}"),
    "preheader": ("", "display:none;max-height:0;overflow:hidden;mso-hide:all"),
    "page": ("paper", f"background:{PAPER};border-collapse:collapse"),
    "sheet": ("", "width:100%;max-width:600px;border-collapse:collapse"),
    "inside": ("inside", "padding:24px 24px 32px;text-align:left"),
    "table": ("", "width:100%;border-collapse:collapse"),
    "brand": (
        "ink rule",
        f"padding:0 0 8px;border-bottom:2px solid {INK};color:{INK};font:600 19px/24px {SERIF}",
    ),
    "today": (
        "muted rule",
        f"padding:0 0 8px;border-bottom:2px solid {INK};color:{MUTED};font:14px/24px {SANS};"
        "text-align:right;white-space:nowrap",
    ),
    "sample": ("muted", f"margin:8px 0 0;color:{MUTED};font:italic 14px/20px {SANS}"),
    "summary": ("ink", f"margin:24px 0 0;color:{INK};font:600 24px/30px {SERIF}"),
    "counts": ("muted", f"margin:4px 0 0;color:{MUTED};font:14px/22px {SANS}"),
    "one_count": ("", "white-space:nowrap"),
    "group": (
        "ink line",
        f"padding:32px 0 6px;border-bottom:1px solid {RULE};color:{INK};font:600 17px/22px {SERIF}",
    ),
    "late_group": (
        "late line",
        f"padding:32px 0 6px;border-bottom:1px solid {RULE};color:{LATE};"
        f"font:600 17px/22px {SERIF}",
    ),
    "count": (
        "muted line",
        f"padding:32px 0 6px;border-bottom:1px solid {RULE};color:{MUTED};font:14px/22px {SANS};"
        "text-align:right",
    ),
    "item": ("hairline", f"padding:16px 0 20px;border-bottom:1px solid {HAIRLINE}"),
    "kicker": ("muted", f"margin:24px 0 2px;color:{MUTED};font:600 14px/20px {SANS}"),
    "late_mark": ("late", f"color:{LATE};font:600 13px/20px {SANS}"),
    "late_kicker": ("late", f"margin:24px 0 2px;color:{LATE};font:600 14px/20px {SANS}"),
    "headline": ("ink", f"margin:0;color:{INK};font:600 26px/32px {SERIF}"),
    "title": ("ink", f"margin:0;color:{INK};font:600 19px/24px {SERIF}"),
    "title_link": ("ink", f"color:{INK};text-decoration:none"),
    "sentence": ("ink", f"margin:4px 0 12px;color:{INK};font:16px/24px {SANS}"),
    "label": (
        "label muted",
        f"width:88px;padding:4px 8px 4px 0;color:{MUTED};font:14px/20px {SANS};vertical-align:top",
    ),
    "value": ("ink", f"padding:4px 0;color:{INK};font:14px/20px {SANS};vertical-align:top"),
    "late_value": (
        "late",
        f"padding:4px 0;color:{LATE};font:600 14px/20px {SANS};vertical-align:top",
    ),
    "next": ("ink", f"padding:4px 0;color:{INK};font:600 14px/20px {SANS};vertical-align:top"),
    "line": ("ink", f"margin:0;padding:2px 0;color:{INK};font:14px/20px {SANS}"),
    "buttons": ("", "margin:14px 0 0"),
    "open": (
        "primary",
        f"{_BUTTON};margin:0 8px 8px 0;padding:8px 16px;border:1px solid {INK};"
        f"background:{INK};color:{PAPER}",
    ),
    "button": (
        "quiet",
        f"{_BUTTON};margin:0 16px 8px 0;padding:8px 16px;border:1px solid {RULE};color:{INK}",
    ),
    "again": (
        "muted",
        f"display:inline-block;padding:9px 0;color:{MUTED};font:14px/20px {SANS};"
        "white-space:nowrap",
    ),
    "link": ("link", f"color:{LINK}"),
    "why": ("muted", f"margin:8px 0 0;color:{MUTED};font:13px/19px {SANS}"),
    "short": (
        "ink hairline",
        f"padding:8px 8px 8px 0;border-bottom:1px solid {HAIRLINE};color:{INK};"
        f"font:14px/20px {SANS};vertical-align:top",
    ),
    "short_day": (
        "muted hairline",
        f"padding:8px 0;border-bottom:1px solid {HAIRLINE};color:{MUTED};font:14px/20px {SANS};"
        "text-align:right;vertical-align:top;white-space:nowrap",
    ),
    "foot": (
        "muted line",
        f"margin:32px 0 0;padding:12px 0 0;border-top:1px solid {RULE};color:{MUTED};"
        f"font:13px/20px {SANS}",
    ),
    "foot_line": ("muted", f"margin:8px 0 0;color:{MUTED};font:13px/20px {SANS}"),
    "foot_link": ("muted", f"color:{MUTED}"),
}

# What mail programs that read a style sheet do with it: the colours of the night, and less room.
# (In lines: one beyond 998 bytes would have the whole mail encoded as quoted-printable.)
STYLES = """<style>
:root{{color-scheme:light dark;supported-color-schemes:light dark}}
@media (prefers-color-scheme:dark){{
.paper{{background:{paper}!important}}
.ink{{color:{ink}!important}}
.muted{{color:{muted}!important}}
.late{{color:{late}!important}}
.link{{color:{link}!important}}
.hairline{{border-color:{hairline}!important}}
.line{{border-color:{rule}!important}}
.rule{{border-color:{ink}!important}}
.primary{{background:{ink}!important;border-color:{ink}!important;color:{paper}!important}}
.quiet{{border-color:{rule}!important;color:{ink}!important}}
}}
@media (max-width:480px){{
.inside{{padding:16px 16px 24px!important}}
.label{{width:72px!important}}
}}
</style>""".format(**DARK)


@register.tag
def look(parser: Parser, token: Token) -> TextNode:
    """`class` and `style` of a part of a mail. Raises TemplateSyntaxError for a part unknown."""
    name = token.split_contents()[1].strip("\"'")
    if name not in LOOKS:
        raise template.TemplateSyntaxError(f"No part of a mail is called {name!r}.")
    classes, style = LOOKS[name]
    named = f'class="{classes}" ' if classes else ""
    return TextNode(f'{named}style="{style}"')


@register.tag
def mail_styles(parser: Parser, token: Token) -> TextNode:
    """The style sheet of a mail, for the head."""
    return TextNode(STYLES)
