"""The pages, asked for by Django's own client; users' code runs in a real service."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from commissions import sandbox
from commissions.models import Rate, Rule, Seller

RULES = Path(__file__).parents[1] / "rules"


class PagesTest(TestCase):
    def upload(self, source, name="rule.py"):
        file = SimpleUploadedFile(name, source.encode() if isinstance(source, str) else source)
        return self.client.post(reverse("rules"), {"file": file}, follow=True)

    def rule(self, source):
        self.assertEqual(self.upload(source).status_code, 200)
        return Rule.objects.latest("pk")

    def calculate(self, rule, function, *names):
        sellers = [Seller.objects.get(name=name).pk for name in names]
        data = {"function": function, "sellers": sellers}
        return self.client.post(rule.get_absolute_url(), data, follow=True)

    def test_a_file_that_can_be_called_is_kept_and_shows_its_functions(self):
        page = self.upload((RULES / "by_revenue.py").read_text(), "by_revenue.py")
        self.assertContains(page, "by_revenue.py has been checked and kept.")
        self.assertContains(page, "<code>stepped(amounts)</code>", html=True)
        self.assertContains(page, "Five per cent, and eight for who sold for more than 2000.")

    def test_a_file_that_reaches_for_the_system_is_refused_at_its_line(self):
        page = self.upload((RULES / "reads_files.py").read_text())
        self.assertContains(page, "Line 1:", status_code=422)
        self.assertContains(page, "import os\n       ^^", status_code=422)
        self.assertContains(page, 'class="marked"', status_code=422)
        self.assertFalse(Rule.objects.exists())

    def test_a_file_that_is_no_python_is_refused_at_its_line(self):
        page = self.upload("def f(:\n    pass\n")
        self.assertContains(page, "Line 1:", status_code=422)
        self.assertFalse(Rule.objects.exists())

    def test_a_file_that_is_no_text_or_too_large_is_refused(self):
        self.assertContains(self.upload(b"\xff\xfe\x00"), "no text in UTF-8", status_code=422)
        self.assertContains(self.upload("#" * 100_001), "more than 100 kB", status_code=422)
        self.assertContains(self.upload(""), "empty", status_code=422)
        self.assertContains(self.client.post(reverse("rules")), "required", status_code=422)

    def test_a_rate_is_kept_as_a_float_and_computed_on_with(self):
        rule = self.rule((RULES / "by_revenue.py").read_text())
        page = self.calculate(rule, "stepped", "Ada", "Bob")
        rates = {rate.seller.name: rate for rate in Rate.objects.all()}
        self.assertEqual(
            {name: rate.value for name, rate in rates.items()}, {"Ada": 0.08, "Bob": 0.05}
        )
        self.assertEqual(rates["Ada"].commission, round(0.08 * 4310.75, 2))
        self.assertContains(page, f"{rates['Ada'].commission + rates['Bob'].commission:.2f}")
        self.calculate(rule, "stepped", "Ada")
        self.assertEqual(Rate.objects.count(), 2)

    def test_an_exception_shows_the_traceback_and_marks_the_line_for_that_seller_alone(self):
        rule = self.rule((RULES / "by_revenue.py").read_text())
        page = self.calculate(rule, "by_average", "Ada", "Chandra")
        self.assertContains(page, "No rate for Chandra", status_code=422)
        self.assertContains(page, "ZeroDivisionError: division by zero", status_code=422)
        self.assertContains(
            page,
            '<li class="marked"><code>    average = sum(amounts) / len(amounts)</code>',
            status_code=422,
        )
        self.assertEqual([rate.seller.name for rate in Rate.objects.all()], ["Ada"])

    def test_a_limit_is_named(self):
        rule = self.rule("def f(amounts):\n    while True:\n        pass\n")
        page = self.calculate(rule, "f", "Ada")
        self.assertContains(page, "A limit was reached", status_code=422)

    def test_what_is_no_finite_number_is_no_rate(self):
        for expression in ("'0.1'", "True", "float('nan')", "10 ** 400", "None"):
            with self.subTest(expression):
                rule = self.rule(f"def f(amounts):\n    return {expression}\n")
                page = self.calculate(rule, "f", "Ada")
                self.assertContains(page, "a rate is a finite number", status_code=422)
        self.assertFalse(Rate.objects.exists())

    def test_a_result_without_a_form_is_explained(self):
        rule = self.rule("def f(amounts):\n    return [lambda: 1]\n")
        self.assertContains(self.calculate(rule, "f", "Ada"), "result[0]", status_code=422)

    def test_only_functions_of_one_list_are_offered(self):
        rule = self.rule(
            "def one(xs): return 1.0\ndef two(a, b): return 1.0\ndef named(xs, *, k): return 1.0\n"
            "def some(*xs): return 1.0\ndef more(xs, y=1): return 1.0\ndef none(): return 1.0\n"
        )
        page = self.client.get(rule.get_absolute_url())
        offered = [name for name, _ in page.context["form"].fields["function"].choices]
        self.assertEqual(offered, ["one", "some", "more"])
        self.assertEqual(self.calculate(rule, "two", "Ada").status_code, 422)

    def test_what_users_write_is_shown_and_never_run_in_the_page(self):
        rule = self.rule(
            'def f(amounts):\n    """<script>alert(1)</script>"""\n    raise ValueError("<b>")\n'
        )
        page = self.calculate(rule, "f", "Ada")
        self.assertNotContains(page, "<script>alert", status_code=422)
        self.assertContains(page, "ValueError: &lt;b&gt;", status_code=422)

    def test_a_rule_can_be_deleted_by_a_post_alone(self):
        rule = self.rule("def f(xs): return 1.0\n")
        self.assertEqual(self.client.get(reverse("delete", args=[rule.pk])).status_code, 405)
        self.assertContains(
            self.client.post(reverse("delete", args=[rule.pk]), follow=True), "has been deleted"
        )
        self.assertEqual(self.client.get(rule.get_absolute_url()).status_code, 404)

    def test_forms_need_their_token(self):
        careful = Client(enforce_csrf_checks=True)
        self.assertEqual(careful.post(reverse("rules")).status_code, 403)

    def test_where_there_is_no_service_a_page_says_so(self):
        with override_settings(TERRARIUM_URL="http://127.0.0.1:9"):
            sandbox.client.cache_clear()
            try:
                page = self.upload("def f(xs): return 1.0\n")
            finally:
                sandbox.client.cache_clear()
        self.assertContains(page, "Nothing has been changed", status_code=503)
        self.assertFalse(Rule.objects.exists())
