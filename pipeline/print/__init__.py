"""page -> PDF: what it takes, and what is checked after it."""
