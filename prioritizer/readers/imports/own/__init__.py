"""Files that this tool exported, read back whole or refused."""
