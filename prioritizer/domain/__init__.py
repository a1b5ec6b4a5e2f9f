"""The words: frozen records with no file, no screen and no arithmetic of their own."""
