"""What is remembered of pictures: entries, this process's view of them, and how they get in and out."""
