"""One maker of pictures for the tests of this folder."""

import pytest

from forum_app.pictures.making import PictureMaker


@pytest.fixture(scope="session")
def maker() -> PictureMaker:
    return PictureMaker()
