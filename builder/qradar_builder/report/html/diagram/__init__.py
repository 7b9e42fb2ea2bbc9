"""A workflow as a picture: its actions from top to bottom, indented as they are nested, and the ways between them."""
