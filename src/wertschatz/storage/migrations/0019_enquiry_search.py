import datetime as dt

import django.db.models.deletion
from django.db import migrations, models


def begin(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Leaves word that the enquiries that are there already be made findable."""
    if schema_editor.connection.vendor == "postgresql":
        # PostgreSQL finds beginnings of words only by an index that compares letter by letter.
        schema_editor.execute(
            "CREATE INDEX enquiry_gram_begins ON storage_enquirygram "
            "(gram varchar_pattern_ops, enquiry_id)"
        )
    if apps.get_model("storage", "Enquiry").objects.exists():
        apps.get_model("storage", "Job").objects.get_or_create(
            once="renew_search",
            defaults={"kind": "renew_search", "due_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        )


def end(apps, schema_editor):  # type: ignore[no-untyped-def]
    """The way back."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX enquiry_gram_begins")


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0018_enquiries'),
    ]

    operations = [
        migrations.CreateModel(
            name='EnquiryGram',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gram', models.CharField(max_length=40)),
                ('enquiry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grams', to='storage.enquiry')),
            ],
            options={
                'indexes': [models.Index(fields=['enquiry', 'gram'], name='gram_of_enquiry')],
                'constraints': [models.UniqueConstraint(fields=('gram', 'enquiry'), name='gram_enquiry')],
            },
        ),
        migrations.RunPython(begin, end),
    ]
