"""What words and initials mean: those that come with the project, and each council's own."""
