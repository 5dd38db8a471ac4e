"""Documents: a release in, PDF bytes out. No Flask and no database on this floor."""
