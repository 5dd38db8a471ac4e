"""Forms of the desk: what is asked of a thing, what was posted read by place, what a template draws. No Flask, no database.

Names of fields are places in the draft, as in ``forum.json``: ``title.en``, ``posts[0].title.en``. So one set of
rules answers for files and forms, and every refusal finds its field.
"""
