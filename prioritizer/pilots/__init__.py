"""From a shortlist to pilot studies: portfolio, sampling, test work, economics. No file, no screen."""
