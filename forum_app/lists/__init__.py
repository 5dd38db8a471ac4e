"""Lists of people: plain rows in, CSV, XLSX or print out, and files of other systems read. Neither Flask nor a database."""
