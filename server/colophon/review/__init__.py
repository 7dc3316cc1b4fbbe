"""What reviewers do: decide about images, disclosures and contests."""
