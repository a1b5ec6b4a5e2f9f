"""One script per page; a page reads state, calls a workflow and draws."""
