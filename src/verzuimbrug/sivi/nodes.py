"""A message as a plain tree, as `writing` takes it and `reading` gives it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One element: a leaf has a text, possibly empty, and no children; a group has no text."""

    tag: str
    text: str | None = None
    children: tuple["Node", ...] = ()


def leaf(tag: str, text: str) -> Node:
    """Return an element that holds text only."""
    return Node(tag, text)


def group(tag: str, *children: Node) -> Node:
    """Return an element that holds elements only, in the order of its table."""
    return Node(tag, None, children)
