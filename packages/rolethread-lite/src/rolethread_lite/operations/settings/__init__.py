"""Operations on the settings of a workspace."""
