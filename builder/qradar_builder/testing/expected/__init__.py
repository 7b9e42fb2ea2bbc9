"""What a case expects, and how it is compared with what came."""
