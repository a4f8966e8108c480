"""Claims become queries: what the catalogue can say of them, room by room of the subject."""
