"""Where the phone pages lie."""

PREFIX = "/w"
