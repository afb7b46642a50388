from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "collaboration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collaboration import tasks  # noqa: PLC0415  models come after the registry
        from collaboration.signals import activity_changed, meeting_told  # noqa: PLC0415  likewise
        from supervision.signals import levels_changed  # noqa: PLC0415  likewise

        levels_changed.connect(tasks.after_levels, dispatch_uid="estimate_after_levels")
        meeting_told.connect(tasks.after_news, dispatch_uid="mail_after_news")
        activity_changed.connect(tasks.after_activity, dispatch_uid="estimate_after_activity")
