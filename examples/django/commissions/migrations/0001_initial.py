import django.db.models.deletion
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", KEY.clone()),
                ("name", models.CharField(max_length=100)),
                ("source", models.TextField()),
                ("uploaded", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ["-uploaded", "-pk"]},
        ),
        migrations.CreateModel(
            name="Seller",
            fields=[
                ("id", KEY.clone()),
                ("name", models.CharField(max_length=100, unique=True)),
                ("amounts", models.JSONField(default=list)),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", KEY.clone()),
                ("function", models.CharField(max_length=200)),
                ("value", models.FloatField()),
                ("calculated", models.DateTimeField(auto_now=True)),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="commissions.rule",
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="commissions.seller"
                    ),
                ),
            ],
            options={
                "ordering": ["function", "seller__name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "seller", "function"),
                        name="one_rate_of_a_function_for_a_seller",
                    )
                ],
            },
        ),
    ]
