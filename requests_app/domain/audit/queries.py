"""Questions to the audit record that an index answers, also among millions of entries."""

from django.apps import apps
from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.heads import HIGHEST

MOST_PEOPLE = 100


def entries_matching(term: str) -> Q:
    """What a search for `term` finds: things whose name begins with it (as it is written) or whose
    number it is, whoever has it in their name, "#12" for a position."""
    number = term.lstrip("#").replace(",", "")
    if term.startswith("#"):
        return Q(position=int(number)) if _is_number(number) else Q(pk=None)
    people = Person.objects.filter(
        Q(username__icontains=term) | Q(first_name__icontains=term) | Q(last_name__icontains=term)
    )
    first, _, last = term.partition(" ")
    if last:
        people = people | Person.objects.filter(first_name__iexact=first, last_name__iexact=last)
    numbers = list(people.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])
    found = Q(subject_label__startswith=term) | Q(actor_number__in=numbers)
    if _is_number(number):
        found |= Q(subject_kind__in=[kind for kind, _ in subject_kinds()], subject_id=number)
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= HIGHEST


def subject_kinds() -> list[tuple[str, str]]:
    """Every kind of thing that an entry can be about, and its name in words."""
    models = apps.get_app_config("requests_app").get_models()
    kinds = {m._meta.model_name or "": str(m._meta.verbose_name) for m in models}
    return sorted(
        ((kind, words) for kind, words in kinds.items() if not kind.startswith("historical")),
        key=lambda one: one[1],
    )
