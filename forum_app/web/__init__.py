"""The doors: public, personal, manage."""
