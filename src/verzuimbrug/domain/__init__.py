"""What is true: absence cases, identity, scope, findings, changes. Standard library only."""
