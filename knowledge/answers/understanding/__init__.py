"""What a question may mean: concepts said in it, records named in it, every reading that the plan's schema allows."""
