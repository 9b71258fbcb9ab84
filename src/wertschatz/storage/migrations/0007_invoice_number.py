from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0006_payments_and_cards'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='invoice',
            index=models.Index(fields=['number'], name='invoice_number'),
        ),
    ]
