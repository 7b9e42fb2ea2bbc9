"""IBM's REST API of a console as data: 289 endpoints of the versions 14.0 to 26.0, and checks of calls and answers."""
