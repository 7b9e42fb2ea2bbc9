"""Every name that a package uses becomes the thing that it stands for, or a finding."""
