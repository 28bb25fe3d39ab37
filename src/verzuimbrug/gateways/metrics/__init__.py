"""The door of monitors: how everything stands, in Prometheus' words (docs/operating.md)."""
