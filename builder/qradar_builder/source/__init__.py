"""Reading and writing files: YAML, XML and tables with positions, hostile files bounded.

Doors: `files`, `output`, `folder_lock`, `scratch`, `unsaved`, `collector`, `characters`, `line_starts`, `places`,
`json_schema`, `toml`, `xml.reader`, `xml.root`, `xml.foreign`, `xml.canonical`, `xml.stored`, `xml.stream`,
`yaml.document`, `yaml.validation`, `yaml.scalars`, `yaml.remains`, `yaml.text`, `workflow.reader`, `workflow.writer`,
`yaml.node`, `yaml.splicing`, `yaml.reader`.
"""
