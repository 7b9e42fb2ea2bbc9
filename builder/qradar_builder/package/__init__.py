"""From a package folder to an extension ZIP, and the identities that its items keep."""
