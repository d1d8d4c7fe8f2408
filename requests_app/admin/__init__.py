"""The review site. Django finds the registrations through this package."""

from requests_app.admin import agencies, data, law, people, record, reminders, requests

__all__ = ["agencies", "data", "law", "people", "record", "reminders", "requests"]
