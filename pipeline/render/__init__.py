"""page -> artifact: one file for each kind of output."""
