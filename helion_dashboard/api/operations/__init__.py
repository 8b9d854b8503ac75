"""Operations of our own services."""
