"""Forum: solution forums as data, and everything that follows from it."""

__version__ = "0.1.0"
