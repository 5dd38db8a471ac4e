"""Building the programme in time: what each step makes of it, what clashes in it, and the ways out."""
