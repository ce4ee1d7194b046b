"""findings -> text for people and machines; a file for each format."""
