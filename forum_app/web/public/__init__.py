"""What anybody may read: pages, files and feeds of current releases."""
