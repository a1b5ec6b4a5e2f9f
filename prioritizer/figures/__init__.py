"""Results to charts: SVG text without scripts, each with its equivalent in words."""
