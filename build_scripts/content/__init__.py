"""The content folder: its shapes, how it is read, the outline of a text, the words of the interface."""
