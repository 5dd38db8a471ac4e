"""The jobs: the only floor that queries and commits."""
