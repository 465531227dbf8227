from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from . import sandbox
from .forms import CallForm, UploadForm
from .models import Rate, Rule

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request):
    """All rules, and a form for another one; what is wrong with that, where something is."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {"form": form, "rules": Rule.objects.all()}
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["file"].name
        check = sandbox.check(form.source, name)
        if check.ok:
            rule = Rule.objects.create(name=name, source=form.source)
            messages.success(request, f"{name} has been checked and kept.")
            return redirect(rule)
        lines = numbered(form.source, {one.line for one in check.diagnostics})
        context |= {"check": check, "name": name, "lines": lines}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "commissions/rules.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request, pk):
    """A rule with its functions and rates; what a call came to, where that is no rate."""
    found = get_object_or_404(Rule, pk=pk)
    functions = sandbox.program(found.source, found.name).functions
    callable_ones = [one for one in functions if sandbox.takes_one_list(one)]
    form = CallForm(callable_ones, request.POST or None)
    failures = []
    if request.method == "POST" and form.is_valid():
        failures = apply(found, form.cleaned_data["function"], form.cleaned_data["sellers"])
        if not failures:
            messages.success(request, "The rates have been calculated.")
            return redirect(found)
    marked = {line for failure in failures for line in failure["lines"]}
    rates = list(found.rates.select_related("seller"))
    context = {
        "rule": found,
        "functions": functions,
        "form": form,
        "failures": failures,
        "lines": numbered(found.source, marked),
        "rates": rates,
        "total": sum(rate.commission for rate in rates),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "commissions/rule.html", context, status=status)


@require_POST
def delete(request, pk):
    found = get_object_or_404(Rule, pk=pk)
    found.delete()
    messages.success(request, f"{found.name} has been deleted.")
    return redirect("rules")


def apply(rule, function, sellers):
    """Keeps a rate for each seller; returns what became of those that have none."""
    failures = []
    for seller in sellers:
        outcome, value = sandbox.rate(rule, function, seller)
        if value is not None:
            Rate.objects.update_or_create(
                rule=rule, seller=seller, function=function, defaults={"value": value}
            )
        else:
            failures.append(
                {
                    "seller": seller,
                    "outcome": outcome,
                    "error": outcome.exception(),
                    "returned": type(outcome.result).__name__,
                    "lines": [frame.line for frame in outcome.frames],
                }
            )
    return failures


def numbered(source, marked):
    """The lines of a source with their numbers, and whether each is among the marked."""
    return [
        {"number": number, "text": text, "marked": number in marked}
        for number, text in enumerate(source.splitlines(), start=1)
    ]
