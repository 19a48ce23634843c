"""Whether what the content links to outside is still there: asked only when somebody says so."""
