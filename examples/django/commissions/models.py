"""Sellers with what they sold, and the rules by which they are paid for it."""

from django.db import models
from django.urls import reverse


class Seller(models.Model):
    """The application's own data: somebody, and the amounts of what was sold."""

    name = models.CharField(max_length=100, unique=True)
    amounts = models.JSONField(default=list)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def revenue(self):
        return sum(self.amounts)


class Rule(models.Model):
    """A Python file that a user has uploaded; it runs in the sandbox and nowhere else."""

    name = models.CharField(max_length=100)
    source = models.TextField()
    uploaded = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("rule", args=[self.pk])


class Rate(models.Model):
    """The float that a function of a rule gave for a seller's amounts."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="rates")
    seller = models.ForeignKey(Seller, on_delete=models.CASCADE)
    function = models.CharField(max_length=200)
    value = models.FloatField()
    calculated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["function", "seller__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "seller", "function"], name="one_rate_of_a_function_for_a_seller"
            )
        ]

    def __str__(self):
        return f"{self.function} for {self.seller}: {self.value}"

    @property
    def commission(self):
        """What the application makes of it."""
        return round(self.value * self.seller.revenue, 2)
