"""What the checker understands of English and French: numbers, lengths, dates, clock times, tenses, acronyms."""
