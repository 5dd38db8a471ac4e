"""The door for those without an account: registering, and the pages that a personal key opens."""
