from django import forms

from requests_app.domain.request_log.saved_views import LONGEST_NAME


class SavedViewForm(forms.Form):
    """A name for the list that is shown. query: its address, cleaned before it is kept."""

    name = forms.CharField(label="Name of the view", max_length=LONGEST_NAME)
    query = forms.CharField(required=False, widget=forms.HiddenInput)
