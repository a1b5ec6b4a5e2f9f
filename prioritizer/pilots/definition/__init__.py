"""The pilot record drafted from evidence, its test work and costs."""
