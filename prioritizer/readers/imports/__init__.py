"""Import of messy files: sources of rows, what each column was taken for, conversions, remarks.

A file is parsed by :mod:`child` in a process of its own under limits of time and memory
(:mod:`sandbox`). The result holds canonical rows, every interpretation made on the way, and
every issue; :mod:`prioritizer.workflow.sites.importing` turns it into a checked register.
"""
