"""Duizhao: from structured summaries to a bilingual static site. See ARCHITECTURE.md for the stages."""
