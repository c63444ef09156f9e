"""Views (视图): a graph and its findings as a page or as text."""
