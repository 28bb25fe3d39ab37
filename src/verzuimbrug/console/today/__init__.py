"""The first page: what needs somebody, how couplings go, and that the counts add up."""
