"""Reading English: numerals, dates, units and the words round them → typed quantities."""
