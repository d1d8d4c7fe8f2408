"""A person who works here: Django's user with a role."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.accounts.roles import ROLE_PERMISSIONS, Permission, Role


class Person(AbstractUser):
    """Signs in, acts, and is reminded. What they may do follows from `role` alone."""

    role = models.CharField(
        max_length=20, choices=[(role, role.title()) for role in Role], default=Role.STAFF
    )
    must_change_password = models.BooleanField(
        default=False, help_text="The password was given out once and has to be replaced."
    )
    is_sample = models.BooleanField(default=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["first_name", "last_name", "username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def may(self, permission: Permission) -> bool:
        """Whether this person's role carries `permission`; a deactivated person may nothing."""
        return self.is_active and permission in ROLE_PERMISSIONS[Role(self.role)]
