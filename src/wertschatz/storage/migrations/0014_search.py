import datetime as dt

import django.db.models.deletion
from django.db import migrations, models

# PostgreSQL finds beginnings of words only by an index that compares letter by letter.
BEGINNINGS = (
    ("gram_begins", "storage_gram", "gram varchar_pattern_ops, party_id"),
    ("card_gram_begins", "storage_cardgram", "gram varchar_pattern_ops, card_id"),
    ("invoice_number_begins", "storage_invoice", "number varchar_pattern_ops"),
)


def begin(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Leaves word that what is there already be made findable."""
    if schema_editor.connection.vendor == "postgresql":
        for name, table, columns in BEGINNINGS:
            schema_editor.execute(f"CREATE INDEX {name} ON {table} ({columns})")
    if apps.get_model("storage", "Party").objects.exists():
        apps.get_model("storage", "Job").objects.get_or_create(
            once="renew_search",
            defaults={"kind": "renew_search", "due_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        )


def end(apps, schema_editor):  # type: ignore[no-untyped-def]
    """The way back."""
    if schema_editor.connection.vendor == "postgresql":
        for name, _, _ in BEGINNINGS:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0013_contact_day'),
    ]

    operations = [
        migrations.CreateModel(
            name='CardGram',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gram', models.CharField(max_length=40)),
                ('card', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grams', to='storage.card')),
            ],
            options={
                'indexes': [models.Index(fields=['card', 'gram'], name='gram_of_card')],
                'constraints': [models.UniqueConstraint(fields=('gram', 'card'), name='gram_card')],
            },
        ),
        migrations.AlterField(
            model_name='gram',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grams', to='storage.party'),
        ),
        migrations.AddIndex(
            model_name='gram',
            index=models.Index(fields=['party', 'gram'], name='gram_of_party'),
        ),
        migrations.RunPython(begin, end),
    ]
