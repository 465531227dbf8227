from django import forms
from django.core.exceptions import ValidationError

from .models import Rule, Seller

LARGEST = 100_000


class UploadForm(forms.Form):
    """A Python file, by its text and its name."""

    file = forms.FileField(
        label="Python file",
        help_text="With a function that takes a list of amounts and returns a rate, such as 0.05.",
        widget=forms.FileInput(attrs={"accept": ".py,text/x-python"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(f"The file has more than {LARGEST // 1000} kB.")
        if len(file.name) > Rule._meta.get_field("name").max_length:
            raise ValidationError("The name of the file is too long.")
        try:
            self.source = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise ValidationError("The file is no text in UTF-8.") from problem
        return file


class CallForm(forms.Form):
    """One of a rule's functions, and whose amounts it is called with."""

    function = forms.ChoiceField()
    sellers = forms.ModelMultipleChoiceField(
        Seller.objects.all(), widget=forms.CheckboxSelectMultiple, label="Sellers"
    )

    def __init__(self, functions, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [(one.name, str(one)) for one in functions]
