"""Rules on bookmarks: events that are lost, and events that come twice."""
