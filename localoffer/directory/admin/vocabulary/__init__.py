"""The screens on which an administrator looks after words: the vocabularies, their terms, and where each is used."""
