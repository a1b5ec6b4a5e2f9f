"""Projects on the pages: kept by themselves, listed, opened, taken back and shared."""
