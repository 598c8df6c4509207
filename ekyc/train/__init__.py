"""What networks are fitted on, prepared from data: crops in a folder, for `models.training`."""
