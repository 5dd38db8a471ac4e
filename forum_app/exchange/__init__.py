"""Programmes of other systems, in and out: their bytes in, a draft out; a release in, their bytes out."""
