"""The code of conduct: versions, clauses, ladder, contacts, and who has accepted what."""
