"""A picture is kept without what it tells about who took it, where and when; it looks as before."""

from base64 import b64encode
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from tests.factories import a_manager, a_network
from tests.kernel import pictures

from spona.kernel.actions import files, store_file
from spona.kernel.actions.pictures import MOST_PIXELS, cleaned_picture
from spona.kernel.models import Problem, StoredFile
from spona.kernel.queries import file_path

TURNED = (b"Exif", b"eXIf", b"EXIF")
LOOK = """async address => {
  const image = new Image(); image.src = address; await image.decode();
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  canvas.getContext("2d").drawImage(image, 0, 0);
  return [width, height, canvas.toDataURL()];
}"""


def refusal(content: bytes, media_type: str) -> str:
    with pytest.raises(Problem) as refused:
        cleaned_picture(content, media_type, "zid")
    return refused.value.code


def address(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(content).decode()}"


@pytest.mark.django_db
@pytest.mark.parametrize("media_type", pictures.ALL)
def test_a_stored_picture_says_nothing_of_where_it_was_taken(media_type):
    stored = store_file(name="zid", content=pictures.ALL[media_type], by=a_manager(a_network()))
    kept = file_path(stored).read_bytes()
    assert (stored.media_type, stored.size, pictures.HOME in kept) == (media_type, len(kept), False)


@pytest.mark.django_db
def test_without_the_cleaning_the_place_is_kept(monkeypatch):
    monkeypatch.setattr(files, "is_picture", lambda _kind: False)
    stored = store_file(name="zid", content=pictures.jpeg(), by=a_manager(a_network()))
    assert pictures.HOME in file_path(stored).read_bytes()


@pytest.mark.parametrize("media_type", pictures.ALL)
def test_the_colour_profile_stays(media_type):
    kept = cleaned_picture(pictures.ALL[media_type], media_type, "zid")
    assert pictures.PROFILE in kept or b"iCCP" in kept


@pytest.mark.parametrize(
    ("upright", "media_type", "bare"),
    [(pictures.jpeg(1), "image/jpeg", pictures.JPEG), (pictures.png(1), "image/png", pictures.PNG)],
)
def test_an_upright_picture_is_left_with_no_metadata_at_all(upright, media_type, bare):
    kept = cleaned_picture(upright, media_type, "zid")
    assert [mark in kept for mark in TURNED] == [False] * 3
    assert cleaned_picture(bare, media_type, "zid") == bare


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/webp"])
def test_a_turned_picture_keeps_one_number(media_type):
    kept = cleaned_picture(pictures.ALL[media_type], media_type, "zid")
    assert kept.count(b"II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00") == 1
    assert cleaned_picture(kept, media_type, "zid") == kept


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_looks_as_before_however_the_phone_was_held(browser: Browser, turned: int):
    as_taken = {
        "image/jpeg": pictures.jpeg(turned),
        "image/png": pictures.png(turned),
        "image/webp": pictures.webp(turned),
    }
    as_kept = {kind: cleaned_picture(picture, kind, "zid") for kind, picture in as_taken.items()}
    page = browser.new_page()
    before, after = ([page.evaluate(LOOK, address(*one)) for one in some.items()] for some in (as_taken, as_kept))
    page.close()
    assert after == before
    assert after[0][:2] == ([16, 8] if turned < 5 else [8, 16])


@pytest.mark.parametrize(
    ("film", "media_type"),
    [
        (pictures.gif(2), "image/gif"),
        (pictures.webp_of_film(), "image/webp"),
        (pictures.PNG[:33] + pictures.png_chunk(b"acTL", bytes(8)) + pictures.PNG[33:], "image/png"),
    ],
)
def test_a_moving_picture_is_refused(film, media_type):
    assert refusal(film, media_type) == "picture_moves"


@pytest.mark.django_db
def test_a_picture_of_few_bytes_and_many_pixels_is_refused_and_leaves_nothing(settings):
    with pytest.raises(Problem) as refused:
        store_file(name="zid.png", content=pictures.png_of_size(30_000, 30_000), by=a_manager(a_network()))
    left = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert (refused.value.code, left, StoredFile.objects.count()) == ("picture_too_large", [], 0)


def test_the_limit_is_a_number_of_pixels():
    just_right = pictures.png_of_size(MOST_PIXELS // 7_000, 7_000)
    assert cleaned_picture(just_right, "image/png", "zid") == just_right
    assert refusal(pictures.png_of_size(MOST_PIXELS // 7_000 + 1, 7_000), "image/png") == "picture_too_large"


def test_a_picture_without_a_size_is_damaged():
    assert refusal(pictures.png_of_size(0, 8), "image/png") == "file_damaged"


@settings(max_examples=200)
@given(media_type=st.sampled_from(sorted(pictures.ALL)), data=st.data())
def test_a_damaged_picture_is_taken_or_refused_and_never_brings_us_down(media_type, data):
    content = bytearray(pictures.ALL[media_type])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(12, len(content)))
    kept = b""
    with suppress(Problem):
        kept = cleaned_picture(bytes(content[:cut]), media_type, "zid")
    assert len(kept) <= len(content)


@pytest.mark.parametrize("media_type", pictures.ALL)
def test_a_picture_that_is_cut_off_is_damaged(media_type):
    assert refusal(pictures.ALL[media_type][:60], media_type) == "file_damaged"
