from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_tasks.signals import task_finished  # noqa: PLC0415  models come after the registry

        from portal import checks, sentences  # noqa: F401, PLC0415  registers the system checks
        from portal.reports import work  # noqa: PLC0415  likewise

        sentences.word()
        task_finished.connect(work.after, dispatch_uid="stop_reports_of_failed_tasks")
