"""Public pages: a release in, HTML out. No Flask, no database, no clock: the same input gives the same bytes."""
