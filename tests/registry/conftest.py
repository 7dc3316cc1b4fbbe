"""What needs a store runs on each database."""

from tests.services.places import place
from tests.services.postgres import empty_postgres, own_postgres, postgres, postgres_template, postgres_url

__all__ = ["empty_postgres", "own_postgres", "place", "postgres", "postgres_template", "postgres_url"]
