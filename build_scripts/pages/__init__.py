"""What pages show: one object for templates, tables, charts, navigation."""
