"""Operations on the system prompts of the library, and on those of entries by means of them."""
