"""Rules over the content and over the built site."""
