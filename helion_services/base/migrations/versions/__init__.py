"""One revision for each change of the tables."""
