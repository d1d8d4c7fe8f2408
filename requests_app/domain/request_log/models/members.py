"""Who sees a campaign that is not everybody's."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.models.campaigns import Campaign


class CampaignMember(models.Model):
    """One of the people to whom a restricted campaign is there. While the campaign is everybody's
    these rows say nothing, and are kept for the day on which it is restricted again."""

    ways_to_campaign = ("campaign",)

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="campaigns_seen"
    )
    role = models.CharField(
        max_length=20,
        choices=[(role, role.title()) for role in Role],
        help_text="What they may do in this campaign, within what their own role lets them do.",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person"], name="one_membership_per_campaign_and_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.campaign}"
