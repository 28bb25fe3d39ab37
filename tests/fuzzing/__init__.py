"""What coverage-guided fuzzing feeds (`make fuzz`): for each way in, what takes any bytes.

A target raises when something happens that no bytes may bring about. Findings and refusals are
what hostile bytes are meant to come to.
"""
