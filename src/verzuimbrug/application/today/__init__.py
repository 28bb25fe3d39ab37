"""What a person sees in the morning: what needs them, and that the counts add up."""
