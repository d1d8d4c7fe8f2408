"""Fields and their summary."""

import pytest
from django import forms

from requests_app.templatetags.forms import error_summary, field


class RequestForm(forms.Form):
    agency = forms.CharField(help_text="Name or ORI.")
    received_on = forms.CharField(label="Received on")
    portal = forms.CharField(required=False)
    copy = forms.BooleanField(required=False, label="Send me a copy")
    basis = forms.ChoiceField(
        choices=[("sent", "Sent"), ("claim", "Claim")], widget=forms.RadioSelect
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_received_on(self) -> str:
        raise forms.ValidationError("8 June is before the day it was sent, <9 June>.")


@pytest.fixture
def wrong() -> RequestForm:
    return RequestForm({"agency": "", "received_on": "8 June", "basis": "sent"})


def test_a_field_ties_label_help_and_control_together() -> None:
    drawn = field(RequestForm()["agency"])
    assert '<label for="id_agency">Agency</label>' in drawn
    assert 'id="id_agency"' in drawn
    assert 'aria-describedby="id_agency_helptext"' in drawn
    assert '<p class="help" id="id_agency_helptext">Name or ORI.</p>' in drawn


def test_a_wrong_field_says_so_beside_it_and_keeps_what_was_typed(wrong: RequestForm) -> None:
    drawn = field(wrong["received_on"])
    assert 'class="field has-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_received_on_error"' in drawn
    assert 'id="id_received_on_error"' in drawn
    assert 'value="8 June"' in drawn
    assert "&lt;9 June&gt;" in drawn


def test_what_may_be_left_out_says_so() -> None:
    assert "(optional)" in field(RequestForm()["portal"])
    assert "(optional)" not in field(RequestForm()["agency"])


def test_a_checkbox_comes_before_its_label() -> None:
    drawn = field(RequestForm()["copy"])
    assert 'class="field check"' in drawn
    assert drawn.index("<input") < drawn.index("Send me a copy</label>")


def test_choices_are_a_group_with_a_legend() -> None:
    drawn = field(RequestForm()["basis"])
    assert drawn.startswith("<fieldset")
    assert ">Basis</legend>" in drawn


def test_a_hidden_field_comes_bare() -> None:
    assert field(RequestForm()["next"]).startswith("<input")


def test_the_cursor_goes_where_it_is_wanted() -> None:
    assert "autofocus" in field(RequestForm()["agency"], focus=True)
    assert "autofocus" not in field(RequestForm()["agency"])


def test_the_summary_links_to_each_wrong_field(wrong: RequestForm) -> None:
    wrong.add_error(None, "No such agency.")
    drawn = error_summary(wrong)
    assert "3 things to mend" in drawn
    assert '<a href="#id_agency">Agency</a>: This field is required.' in drawn
    assert '<a href="#id_received_on">Received on</a>: 8 June' in drawn
    assert "<li>No such agency.</li>" in drawn


def test_the_summary_of_choices_leads_to_the_first_choice() -> None:
    form = RequestForm({"agency": "x", "received_on": "x", "basis": ""})
    assert 'href="#id_basis"' in error_summary(form)
    assert 'id="id_basis"' in field(form["basis"])


def test_a_form_that_is_right_has_no_summary() -> None:
    assert error_summary(RequestForm()) == ""
