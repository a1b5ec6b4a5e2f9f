"""From evidence to measures: what a site is worth, risks and needs, as intervals with units."""
