"""Text becomes pages, and pages become an article and its recommendations."""
