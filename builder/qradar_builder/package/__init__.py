"""From a package folder to an extension ZIP, and the identities that its items keep.

Doors: `folder`, `layout`, `build`, `release_files`, `resolve.extension`, `extension.zip_reader`,
`extension.content_reader`, `extension.content_xml`, `extension.rows.row`, `extension.device_ext`, `extension.extra`,
`extension.checks.whole_extension`, `assembly`, `identity.numbering`, `identity.reader`, `identity.lock`, `names`,
`inputs.kinds`, `inputs.parser_sources`, `inputs.definitions`.
"""
