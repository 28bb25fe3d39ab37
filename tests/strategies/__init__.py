"""Hypothesis strategies that more than one test draws from."""
