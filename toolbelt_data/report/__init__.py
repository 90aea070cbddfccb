"""The report: notebooks executed, as pages that link every row to its line."""
