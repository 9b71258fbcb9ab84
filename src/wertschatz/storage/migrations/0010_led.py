"""What is led to its customer is found without a look at all the rest."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("storage", "0009_watched_files"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("led", True)), fields=["id"], name="contact_led"
            ),
        ),
    ]
