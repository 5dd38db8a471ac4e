"""The warm renderer that tests of documents share."""

from tests.documents.conftest import renderer

__all__ = ["renderer"]
