"""Choosing an agency by typing: the combobox sends its id; without JavaScript, the words decide."""

from django import forms

from requests_app.domain.agencies.directory import AgencyNotFound, find_agency
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.suggestions import offered

SHOWN = 8


class AgencyChoiceMixin(forms.Form):
    """Adds `agency_text` (what is typed) and `agency` (the id that was chosen from the list)."""

    agency_text = forms.CharField(
        label="Agency",
        max_length=200,
        help_text="Name, another name, or ORI.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    agency = forms.ModelChoiceField(Agency.objects.all(), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        text = cleaned.get("agency_text", "")
        chosen = cleaned.get("agency")
        # What is typed wins over an id left from an earlier choice.
        if text and (chosen is None or chosen.name != text):
            # Nor does an id of something that is gone stand against the words.
            self.errors.pop("agency", None)
            cleaned["agency"] = self._named(text)
        return cleaned

    def _named(self, text: str) -> Agency | None:
        try:
            return find_agency(text)
        except AgencyNotFound as not_found:
            found = offered(text, most=SHOWN + 1)
            if len(found) == 1 and Agency.objects.named_like(text).filter(pk=found[0].pk).exists():
                return found[0]
            self.add_error("agency_text", self._advice(not_found, found))
            return None

    @staticmethod
    def _advice(not_found: AgencyNotFound, found: list[Agency]) -> str:
        if not found:
            return str(not_found)
        if len(found) == 1:
            return f"Is it {found[0].name}? Then write its whole name, or the ORI."
        names = "; ".join(agency.name for agency in found[:SHOWN])
        more = " and more" if len(found) > SHOWN else ""
        return f"Which one? {names}{more}. Write the whole name or the ORI."
