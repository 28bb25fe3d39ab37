"""Answers to senders: made, kept until they are acknowledged, collected or pushed."""
