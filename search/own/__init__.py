"""What belongs to the person who searches: their words and synonyms."""
