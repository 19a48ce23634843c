"""Units of translation, their states, and the files that hold them; PO."""
