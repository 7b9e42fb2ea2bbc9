"""What runs the tasks of a survey: this process, several processes, or a cluster."""
