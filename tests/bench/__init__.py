"""Content of any size, and how long it takes to make a site of it, here and elsewhere."""
