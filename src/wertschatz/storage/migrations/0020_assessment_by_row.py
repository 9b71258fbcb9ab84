from django.db import migrations


def end(apps, schema_editor):  # type: ignore[no-untyped-def]
    """The way back: the rows are made anew by the next assessment, and need its number."""
    apps.get_model("storage", "Assessment").objects.all().delete()
    apps.get_model("storage", "AssessmentRun").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("storage", "0019_enquiry_search"),
    ]

    operations = [
        migrations.RemoveField(model_name="assessment", name="run"),
        migrations.RunPython(migrations.RunPython.noop, end),
    ]
