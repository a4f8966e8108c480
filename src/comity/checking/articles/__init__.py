"""What is handed in: files and pages, their text, its lines rejoined and its sentences told apart."""
