"""Its lexicon and units as data, and the grammar of numerals in Han characters."""
