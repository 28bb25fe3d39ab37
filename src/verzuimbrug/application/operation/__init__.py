"""How the instance itself does: whether it can serve, how everything stands, what took how long."""
