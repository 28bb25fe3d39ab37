"""People and rights: colleagues, oneself, who looked at what, and why somebody sees it or not."""
