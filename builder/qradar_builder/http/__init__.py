"""HTTP as QRadar speaks it: messages, URLs, forms and authentication."""
