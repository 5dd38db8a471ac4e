"""Pictures and files as they were uploaded, in; what is kept of them, out. Neither Flask nor a database."""
