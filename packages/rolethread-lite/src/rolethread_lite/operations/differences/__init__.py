"""Operations that bring two versions of a dataset together."""
