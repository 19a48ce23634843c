"""The frozen index of all content; figures that can be compared; terms."""
