from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import (
    AuthenticationForm,
    BaseUserCreationForm,
    PasswordChangeForm,
)

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.upkeep.people import as_it_stands


class SignInForm(AuthenticationForm):
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That username and password do not go together. Capitals count.",
    }


class OwnPasswordForm(PasswordChangeForm):
    """Changing one's own password, to another one."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        old, new = cleaned.get("old_password"), cleaned.get("new_password1")
        if old and old == new:
            # Else a password that was given out for one use would be in use for good.
            error = forms.ValidationError("This is the password you have now.", code="same")
            self.add_error("new_password1", error)
        return cleaned


class ConfirmForm(forms.Form):
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code of an authenticator app, or one on paper."""

    code = forms.CharField(
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class PasskeyForm(forms.Form):
    """`passkey` is filled by the page's script with what the browser answers."""

    name = forms.CharField(
        label="A name for it",
        max_length=60,
        required=False,
        help_text="Such as “laptop” or “key on the ring”, to tell it from others.",
    )
    passkey = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField()

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.title()) for role in roles]


class AccountForm(BaseUserCreationForm):
    """Who was invited says how they are called and chooses a password. Never `.save()`d."""

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "username"]

    def __init__(self, *args: Any, email: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.email = email  # the validators compare the password with it
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["username"].help_text = "To sign in with: letters, digits and @ . + - _"
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["password1"].help_text = " ".join(
            password_validation.password_validators_help_texts()
        )
        self.fields["password2"].help_text = ""


class PersonForm(forms.ModelForm):
    """What may be changed of somebody's account. Never `.save()`d."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "email", "role", "is_active"]
        labels = {"is_active": "May sign in", "email": "E-mail address"}
        help_texts = {
            "is_active": "Switched off, they are out at once: open sessions, calendars, links in "
            "mails. What they did stays under their name."
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = as_it_stands(self.instance)
