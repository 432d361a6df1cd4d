"""Operations that bring back what a snapshot holds."""
