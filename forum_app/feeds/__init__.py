"""Feeds: a release in, Atom and JSON out."""
