"""The whole way in a real browser, with pictures of it in `target/screenshots`."""

import os
from pathlib import Path
from shutil import which

from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from playwright.sync_api import expect, sync_playwright

HERE = Path(__file__).parents[1]
PICTURES = HERE / "target" / "screenshots"


class BrowserTest(StaticLiveServerTestCase):
    serialized_rollback = True

    @classmethod
    def setUpClass(cls):
        # Playwright has an event loop in this thread, in which Django would refuse its database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        super().setUpClass()
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.browser = cls.playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        cls.addClassCleanup(cls.browser.close)

    def test_upload_call_result_and_error(self):
        for scheme in ("light", "dark"):
            with self.subTest(scheme):
                self.walk(scheme)

    def walk(self, scheme):
        context = self.browser.new_context(color_scheme=scheme)
        page = context.new_page()
        foreign = []
        page.on("request", lambda request: foreign.append(request.url))
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))

        page.goto(self.live_server_url)
        page.get_by_label("Python file").set_input_files(HERE / "rules" / "reads_files.py")
        page.get_by_role("button", name="Upload").click()
        expect(page.get_by_role("alert")).to_contain_text("Line 1")
        expect(page.get_by_role("alert")).to_contain_text("import os\n       ^^")
        self.picture(page, f"refused-{scheme}")

        page.get_by_label("Python file").set_input_files(HERE / "rules" / "by_revenue.py")
        page.get_by_role("button", name="Upload").click()
        expect(page.get_by_role("status")).to_contain_text("checked and kept")

        page.get_by_role("combobox", name="Function").select_option(label="stepped(amounts)")
        page.get_by_label("Ada").check()
        page.get_by_label("Bob").check()
        page.get_by_role("button", name="Calculate").click()
        expect(page.get_by_role("row", name="Ada")).to_contain_text("344.86")
        expect(page.get_by_role("row", name="All together")).to_contain_text("371.90")
        self.picture(page, f"calculated-{scheme}")

        page.get_by_role("combobox", name="Function").select_option(label="by_average(amounts)")
        page.get_by_label("Chandra").check()
        page.get_by_role("button", name="Calculate").click()
        expect(page.get_by_role("alert")).to_contain_text("ZeroDivisionError")
        expect(page.locator(".source .marked")).to_contain_text("/ len(amounts)")
        self.picture(page, f"failed-{scheme}")

        # By the keyboard alone: the first stop leads past the header.
        page.goto(self.live_server_url)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

        self.assertEqual([url for url in foreign if not url.startswith(self.live_server_url)], [])
        self.assertEqual([text for text in complaints if "422" not in text], [])
        context.close()

    def picture(self, page, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
