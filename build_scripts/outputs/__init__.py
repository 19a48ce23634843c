"""Everything beside the pages: data files, citations, calendars, search, the files above the languages."""
