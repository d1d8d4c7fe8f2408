from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """Makes Celery known to every process that Django runs in, so that tasks can be enqueued."""

    name = "tracker"

    def ready(self) -> None:
        from tracker import celery  # noqa: F401
