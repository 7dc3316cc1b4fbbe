"""What others build: servers that run the same work. Each module is started with the port as its argument."""
