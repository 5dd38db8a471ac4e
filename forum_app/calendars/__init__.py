"""Calendars: a release in, iCalendar bytes out (RFC 5545, RFC 7986)."""
