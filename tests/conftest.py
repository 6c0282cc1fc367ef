"""One scratch PostgreSQL for the run, started with the first test that needs a database, and the browser fixtures."""

import asyncio
import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, is_hypothesis_test, settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from tests.emptying import empty_tables
from tests.migrated import keep, use_kept
from tests.sharing import is_in_browser, run
from tests.shuffling import set_clock, shuffle

from spona.config.database import database_settings
from spona.config.embedded import EmbeddedServer

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]

TIMES_MORE = int(os.environ.get("SPONA_MORE_EXAMPLES", "1"))
"""How many times more examples every property is tried on; with more than once they are drawn anew in each run."""

settings.register_profile(
    "spona",
    deadline=None,
    derandomize=TIMES_MORE == 1,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("spona")

PATIENCE = 30_000
"""Milliseconds that a page may take to show something, on a machine that does other things too."""

CLOSING_SECONDS = 30.0
"""That a browser may take to close what a test opened."""

BROWSER_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shuffle", type=int, metavar="SEED", help="find what relies on an order of rows, keys, tests")
    parser.addoption("--at", type=dt.datetime.fromisoformat, metavar="MOMENT", help="begin at 2027-02-28T23:30+00:00")
    parser.addoption("--share", type=Path, metavar="FOLDER", help="run the files of tests that no other process took")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests in a browser last: Playwright's event loop stays in the thread and suffers no second one.

    Of these the journeys come first: they are long, and a process that is done has nothing to wait for.
    """
    if config.getoption("shuffle") is not None:
        shuffle(items, config.getoption("shuffle"))
    if config.getoption("at") is not None:
        set_clock(config.getoption("at"))
    if TIMES_MORE > 1:
        try_more_examples(items)
    items.sort(key=lambda item: (is_in_browser(item), is_in_browser(item) and "journeys" not in item.path.parts))


def try_more_examples(items: list[pytest.Item]) -> None:
    """Raise the number of examples of every property, whatever its file says."""
    properties = {test for item in items if is_hypothesis_test(test := getattr(item, "obj", None))}
    for test in {getattr(test, "__func__", test) for test in properties}:
        usual = test._hypothesis_internal_use_settings
        test._hypothesis_internal_use_settings = settings(usual, max_examples=usual.max_examples * TIMES_MORE)


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests as pytest does, or as one of several processes."""
    folder = session.config.getoption("share")
    if folder is None or session.config.option.collectonly or session.testsfailed:
        return None
    run(session, folder)
    return True


@pytest.fixture(scope="session")
def scratch_server() -> Iterator[EmbeddedServer]:
    """A PostgreSQL of this run alone: parallel runs don't see each other, and nothing is left behind."""
    with EmbeddedServer(scratch=True) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(scratch_server: EmbeddedServer) -> None:
    """Point Django at the scratch server before pytest-django creates the test database."""
    from django.db import connections

    database = database_settings(scratch_server.url())
    # The first lets the flush after a test empty the journal; by the second a lock that nobody gives back is an error.
    database["OPTIONS"]["options"] = "-c spona.scratch=on -c lock_timeout=120s"
    database["OPTIONS"]["pool"].update(max_size=20, timeout=120)  # tests of crowds on a slow machine wait their turn
    connections["default"].settings_dict.update(database)

    def teardown(_case: TransactionTestCase) -> None:
        """Empty the test database by the server's superuser instead of by Django's flush."""
        empty_tables(scratch_server.url(connections["default"].settings_dict["NAME"], role="postgres"))

    TransactionTestCase._fixture_teardown = teardown
    use_kept(scratch_server, connections["default"].settings_dict)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, scratch_server: EmbeddedServer) -> None:
    """The test database; one that had to be migrated is kept for the next run."""
    from django.db import connections

    settings = connections["default"].settings_dict
    if not settings["TEST"].get("TEMPLATE"):
        keep(scratch_server, settings["NAME"])


@pytest.fixture(autouse=True)
def files_of_this_test_alone(settings: Any, tmp_path: Path) -> None:
    """Uploads of a test land in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page served in another language leaves it switched on in this thread; every test starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """The network of a host name is kept for half a minute; no test meets the network of the one before it."""
    cache.clear()


# -- the browser -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless. `scripts/system-packages` installs it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("No Chromium on this machine: run scripts/system-packages.", pytrace=False)
    # Playwright keeps an event loop in this thread; the tests still use the database from it, one call at a time.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=BROWSER_FLAGS)
        yield chromium
        closed(chromium)


def closed(opened: Browser | BrowserContext) -> bool:
    """Close a browser or a context of it; False where it gives no answer. Playwright itself would wait without end.

    What is left open then ends with its process.
    """
    try:
        opened._sync(asyncio.wait_for(opened._impl_obj.close(reason=None), CLOSING_SECONDS))
    except TimeoutError:
        return False
    return True


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[NewPage]:
    """`new_page(width, height, **context)`: a page of a fresh context on the live server, `page.goto("/")` works.

    A script error or a breach of the content security policy on any of them fails the test.
    """
    contexts, complaints = [], []

    def open_page(width: int = 1440, height: int = 900, **context: Any) -> Page:
        viewport: ViewportSize = {"width": width, "height": height}
        contexts.append(browser.new_context(base_url=live_server.url, viewport=viewport, **context))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
        )
        return page

    yield open_page
    for context in contexts:
        closed(context)
    assert complaints == []


@pytest.fixture
def desktop_page(new_page: NewPage) -> Page:
    """1440 x 900."""
    return new_page(1440, 900)


@pytest.fixture
def phone_page(new_page: NewPage) -> Page:
    """390 x 844 with touch."""
    return new_page(390, 844, has_touch=True, is_mobile=True)


@pytest.fixture
def narrow_page(new_page: NewPage) -> Page:
    """320 x 640, the narrowest screen we promise to serve without sideways scrolling."""
    return new_page(320, 640, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)`: what axe-core objects to on the page as it stands, one sentence each; empty is what we want."""
    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        pytest.fail("axe-core is not installed: run scripts/install test.", pytrace=False)
    source = Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")

    def objections(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
        return [f"{each['id']}: {each['help']}: {', '.join(n['html'] for n in each['nodes'])}" for each in found]

    return objections
