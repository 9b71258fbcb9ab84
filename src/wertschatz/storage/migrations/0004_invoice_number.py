from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0003_merged'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='invoice',
            index=models.Index(fields=['number'], name='invoice_number'),
        ),
    ]
