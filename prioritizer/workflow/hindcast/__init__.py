"""A hindcast: orders made with the evidence of the time, against what was taken up."""
