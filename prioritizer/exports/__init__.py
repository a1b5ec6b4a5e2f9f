"""Answers as files: one file per format, each taking an assessment and giving bytes."""
