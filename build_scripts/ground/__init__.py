"""What every room stands on: problems, files, strict YAML, Markdown, dates, languages."""
