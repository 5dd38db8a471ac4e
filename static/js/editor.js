// The editor of rich texts, for pages that hold some.
