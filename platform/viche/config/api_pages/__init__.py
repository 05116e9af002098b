"""The pages about the API in docs/api/: one for each subject, and the index of error codes."""
