"""Built files leave compressed to those who take it, and say the same either way."""

import gzip

from flask.testing import FlaskClient

from forum_app.paths import STATIC
from forum_app.templating import asset


def test_styles_scripts_and_drawings_are_sent_compressed(sample: FlaskClient) -> None:
    for name in ("css/app.css", "css/fonts.css", "js/app.js", "js/early.js"):
        address = f"/static/{asset(name)}"
        with (
            sample.get(address) as plain,
            sample.get(address, headers={"Accept-Encoding": "gzip"}) as packed,
        ):
            assert (name, packed.headers.get("Content-Encoding")) == (name, "gzip")
            assert gzip.decompress(packed.data) == plain.data
            assert len(packed.data) < len(plain.data)
            assert "Accept-Encoding" in packed.headers["Vary"]
            assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
            assert "immutable" in packed.headers["Cache-Control"]


def test_what_is_built_has_no_compressed_form_that_is_older_than_itself() -> None:
    for path in (STATIC / "built").rglob("*.gz"):
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes(), path
