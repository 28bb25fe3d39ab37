"""The story that `verzuimbrug demo` plays: two couplings, from setting up to live traffic."""
