"""The checker's rules, a file a subject; each file lists its own in ``RULES``."""
