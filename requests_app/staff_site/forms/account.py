from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm


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
