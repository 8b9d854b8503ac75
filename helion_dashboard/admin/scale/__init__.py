"""Scale: add, remove and replace servers by plans."""
