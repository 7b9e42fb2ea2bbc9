"""How differences look: text for people, JSON for machines, Markdown for a pull request."""
