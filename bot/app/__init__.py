"""The program put together: what is registered, what is wired to what, and how it is served."""
