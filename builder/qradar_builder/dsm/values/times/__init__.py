"""DeviceTime: patterns of three Java classes, told apart and read."""
