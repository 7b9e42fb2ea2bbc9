"""HTTP as QRadar speaks it: messages, URLs, forms and authentication.

Doors: `messages`, `url`, `request_text`, `headers`, `transport`, `network.live`.
"""
