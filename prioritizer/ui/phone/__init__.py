"""The participant's pages: plain HTML forms, one question per screen, no JavaScript needed."""
