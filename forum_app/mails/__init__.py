"""Mails: a letter in, its subject, plain text and HTML out. No database, no Flask."""
