"""The review site. Django finds the registrations through this package."""

from requests_app.admin import agencies, data, people, record, requests

__all__ = ["agencies", "data", "people", "record", "requests"]
