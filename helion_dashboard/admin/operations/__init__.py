"""Operations: list, details, cancel, retry."""
