"""`pipeline serve`: the site as it is written, with its findings, on this machine alone."""
