"""Files on the disk: what one is, which two are the same, and the one way to write one."""
