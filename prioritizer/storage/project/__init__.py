"""Projects in a database: who has which, all states of its choices, the tables of sites."""
