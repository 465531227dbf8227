"""Some sellers to begin with."""

from django.db import migrations

SELLERS = {
    "Ada": [1200.0, 800.5, 2310.25],
    "Bob": [450.0, 90.75],
    "Chandra": [],
}


def create(apps, schema_editor):
    seller = apps.get_model("commissions", "Seller")
    for name, amounts in SELLERS.items():
        seller.objects.create(name=name, amounts=amounts)


class Migration(migrations.Migration):
    dependencies = [("commissions", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
