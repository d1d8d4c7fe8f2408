from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RequestsAppConfig(AppConfig):
    name = "requests_app"
    verbose_name = "Tenth Day"
    default = True


class ReviewSiteConfig(AdminConfig):
    default_site = "requests_app.review_site.ReviewSite"
    default = False
