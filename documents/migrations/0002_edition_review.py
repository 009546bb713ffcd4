from django.db import migrations, models


def to_editions(apps, schema_editor):
    """The review date of a document is that of its files and links."""
    for document in apps.get_model("documents.Document").objects.exclude(review_by=None):
        document.editions.update(review_by=document.review_by)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        migrations.AlterModelOptions(
            name="edition",
            options={
                "ordering": ["document", "language"],
                "verbose_name": "Datei oder Link",
                "verbose_name_plural": "Dateien und Links",
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="review_by",
            field=models.DateField(
                blank=True,
                help_text="Bei einer neuen Datei ohne Datum: in einem Jahr.",
                null=True,
                verbose_name="Prüfen bis",
            ),
        ),
        migrations.RunPython(to_editions, migrations.RunPython.noop),
        migrations.RemoveField(model_name="document", name="review_by"),
    ]
