"""From a shortlist to pilot studies: portfolio, test work, economics; no file, no screen."""
