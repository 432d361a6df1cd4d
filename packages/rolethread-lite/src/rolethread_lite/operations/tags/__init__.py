"""Operations on the tags a workspace knows: their names, old names, categories, and whether they are offered."""
