from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from supervision import tasks  # noqa: PLC0415  models come after the registry
        from supervision.signals import levels_changed  # noqa: PLC0415  likewise

        levels_changed.connect(tasks.after_levels, dispatch_uid="reckon_term_after_levels")
