"""From a package folder to an extension ZIP, and the identities that its items keep.

Doors: `folder`, `build`, `inputs.kinds`, `inputs.parser_sources`, `inputs.definitions`.
"""
