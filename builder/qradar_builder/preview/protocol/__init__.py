"""What the page and the server of the preview say to each other: a model for each request and answer.

`python -m tools.page_protocol` writes these models as TypeScript into `preview/page/protocol.ts`. All offsets in
payloads count UTF-16 code units, as JavaScript does: the start is inclusive, the end exclusive. Times are epoch
milliseconds. Paths are relative to the package folder, with `/`.
"""
