"""Operations on who speaks which turn."""
