"""The preview: a local page that shows events and workflows of a package while people edit it.

It needs the extra `preview` of the distribution. Nothing of it is reachable from other machines, and nothing is written
but files of the package and its build.

Doors: `running`.
"""
