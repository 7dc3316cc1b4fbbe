"""What processes share through a Redis server or cluster. Only imported where one is configured."""
