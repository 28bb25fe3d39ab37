"""Sending to other parties: what each is to be told, making messages, and bringing them out."""
